import fc from 'fast-check'
import type { Operation, OperationResult } from '../../../src-shared/operations'
import { IMPOSSIBLE } from '../../../src-main/checkers/models/model'
import type { KeyState, Model } from '../../../src-main/checkers/models/model'
import type { KeyHistory } from '../../../src-main/checkers/linearizability/key-history'
import type { RecordedOperation } from '../../../src-main/workload/history'

const VALUES = ['a', 'b', 'c']
const value = fc.constantFrom(...VALUES)

const operation: fc.Arbitrary<Operation> = fc.oneof(
  { weight: 4, arbitrary: fc.constant<Operation>({ f: 'get', key: 'k' }) },
  { weight: 3, arbitrary: value.map((v): Operation => ({ f: 'put', key: 'k', value: v })) },
  { weight: 2, arbitrary: value.map((v): Operation => ({ f: 'append', key: 'k', value: v })) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.constantFrom(null, ...VALUES), value)
      .map(([expected, v]): Operation => ({ f: 'cas', key: 'k', expected, value: v }))
  },
  { weight: 1, arbitrary: fc.constant<Operation>({ f: 'delete', key: 'k' }) }
)

const drawn = fc.record({
  operation,
  invoked_us: fc.nat(25),
  until_effect: fc.nat(8),
  until_answer: fc.nat(8),
  outcome: fc.constantFrom<RecordedOperation['outcome']>('ok', 'ok', 'ok', 'ok', 'ok', 'fail', 'unknown', 'unknown'),
  /** Unknown operations: whether it took effect. */
  applied: fc.boolean(),
  /** Answers something else than what it met: such histories are often, not always, without an order. */
  lies: fc.option(fc.constantFrom(null, ...VALUES, 'ab', 'ba'), { freq: 6, nil: undefined })
})

/** Histories of one key, up to `length` operations: some that a correct server gave, some with a few wrong answers. */
export function smallHistories(length: number): fc.Arbitrary<RecordedOperation[]> {
  return fc.array(drawn, { minLength: 1, maxLength: length }).map((draws) => {
    let state: KeyState = null
    const inOrder = draws.map((draw, i) => ({ ...draw, i })).sort((a, b) => effectOf(a) - effectOf(b))
    const history = inOrder.map(({ i, operation, invoked_us, outcome, applied, lies, ...rest }): RecordedOperation => {
      const takesEffect = outcome === 'ok' || (outcome === 'unknown' && applied)
      const result = takesEffect ? answerOf(state, operation) : {}
      if (takesEffect) state = stateAfter(state, operation)
      const completed_us = outcome === 'unknown' ? null : invoked_us + rest.until_effect + rest.until_answer
      const told = outcome === 'ok' ? distort(result, lies) : null
      return { client: `c${i}`, op: 1, operation, invoked_us, completed_us, outcome, result: told }
    })
    return history.sort((a, b) => a.invoked_us - b.invoked_us)
  })
}

function effectOf(draw: { invoked_us: number; until_effect: number }): number {
  return draw.invoked_us + draw.until_effect
}

function answerOf(state: KeyState, operation: Operation): OperationResult {
  if (operation.f === 'get') return { value: state }
  return operation.f === 'cas' ? { swapped: state === operation.expected } : {}
}

function stateAfter(state: KeyState, operation: Operation): KeyState {
  switch (operation.f) {
    case 'get':
      return state
    case 'put':
      return operation.value
    case 'append':
      return (state ?? '') + operation.value
    case 'cas':
      return state === operation.expected ? operation.value : state
    case 'delete':
      return null
  }
}

function distort(result: OperationResult, lie: string | null | undefined): OperationResult {
  if (lie === undefined) return result
  if (result.value !== undefined) return { value: lie }
  return result.swapped === undefined ? result : { swapped: !result.swapped }
}

/** The definition itself: try every order, remember nothing, skip nothing. */
export function hasOrder({ required, optional }: KeyHistory, model: Model): boolean {
  return explore(model.initial, required, optional)

  function explore(state: KeyState, left: typeof required, unknown: typeof optional): boolean {
    if (left.length === 0) return true
    const firstReturn = Math.min(...left.map((o) => o.completed_us))
    const mayBeNext = (o: RecordedOperation) => o.invoked_us <= firstReturn
    return (
      left.some(
        (o) =>
          mayBeNext(o) &&
          follow(
            o,
            left.filter((other) => other !== o),
            unknown
          )
      ) ||
      unknown.some(
        (o) =>
          mayBeNext(o) &&
          follow(
            o,
            left,
            unknown.filter((other) => other !== o)
          )
      )
    )

    function follow(o: RecordedOperation, rest: typeof required, rest_unknown: typeof optional): boolean {
      const next = model.step(state, o.operation, o.result)
      return next !== IMPOSSIBLE && explore(next, rest, rest_unknown)
    }
  }
}
