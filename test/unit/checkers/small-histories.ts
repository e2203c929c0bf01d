import fc from 'fast-check'
import type { DataType } from '../../../src-shared/consistency'
import type { Operation, OperationResult } from '../../../src-shared/operations'
import type { KeyHistory } from '../../../src-main/checkers/linearizability/key-history'
import type { RecordedOperation } from '../../../src-main/workload/history'
import { apply, INITIAL, sameResult } from './references'
import type { Plain } from './references'

const VALUES = ['a', 'b', 'c']
const value = fc.constantFrom(...VALUES)
const key = 'k'

const get = fc.constant<Operation>({ f: 'get', key })
const put = value.map((v): Operation => ({ f: 'put', key, value: v }))
const cas = fc
  .tuple(fc.constantFrom(null, ...VALUES), value)
  .map(([expected, v]): Operation => ({ f: 'cas', key, expected, value: v }))
const append = value.map((v): Operation => ({ f: 'append', key, value: v }))
const remove = value.map((v): Operation => ({ f: 'remove', key, value: v }))
const add = value.map((v): Operation => ({ f: 'add', key, value: v }))
const add_number = fc.constantFrom('1', '1', '2', '-1').map((v): Operation => ({ f: 'add', key, value: v }))
const enqueue = value.map((v): Operation => ({ f: 'enqueue', key, value: v }))

const insert = fc
  .tuple(fc.constantFrom(null, ...VALUES), value)
  .map(([after, element]): Operation => ({ f: 'insert-after', key, after, element, value: element.toUpperCase() }))
const delete_element = value.map((element): Operation => ({ f: 'delete-element', key, element }))

const OPERATIONS: Readonly<Record<DataType, fc.Arbitrary<Operation>>> = {
  register: fc.oneof(get, put),
  'cas-register': fc.oneof(get, put, cas),
  kv: fc.oneof(
    { weight: 4, arbitrary: get },
    { weight: 3, arbitrary: put },
    { weight: 2, arbitrary: append },
    { weight: 2, arbitrary: cas },
    { weight: 1, arbitrary: fc.constant<Operation>({ f: 'delete', key }) }
  ),
  counter: fc.oneof(get, add_number),
  set: fc.oneof({ weight: 3, arbitrary: get }, { weight: 3, arbitrary: add }, { weight: 2, arbitrary: remove }),
  list: fc.oneof({ weight: 3, arbitrary: get }, { weight: 3, arbitrary: insert }, { weight: 1, arbitrary: delete_element }),
  queue: fc.oneof(enqueue, fc.constant<Operation>({ f: 'dequeue', key })),
  call: fc.oneof(
    fc.constant<Operation>({ f: 'call', key }),
    fc.constantFrom(1, 1, 2).map((amount): Operation => ({ f: 'pay', key, amount }))
  ),
  consensus: fc.oneof(
    get,
    value.map((v): Operation => ({ f: 'propose', key, value: v }))
  )
}

/** Answers that some operation of the type might have given. */
const WRONG_RESULTS: Readonly<Record<DataType, fc.Arbitrary<OperationResult>>> = {
  register: fc.constantFrom(null, ...VALUES).map((v) => ({ value: v })),
  'cas-register': fc.constantFrom(null, ...VALUES).map((v) => ({ value: v })),
  kv: fc.constantFrom(null, ...VALUES, 'ab', 'ba').map((v) => ({ value: v })),
  counter: fc.constantFrom('-1', '0', '1', '2', '3').map((v) => ({ value: v })),
  set: fc.subarray(VALUES).map((members) => ({ members })),
  list: fc.shuffledSubarray(VALUES).map((elements) => ({ members: elements.map((element) => element.toUpperCase()), elements })),
  queue: fc.constantFrom(null, ...VALUES).map((v) => ({ value: v })),
  call: fc.constantFrom('0', '1', '2', '3').map((v) => ({ value: v })),
  consensus: fc.constantFrom(null, ...VALUES).map((v) => ({ value: v }))
}

function drawn(type: DataType) {
  return fc.record({
    operation: OPERATIONS[type],
    invoked_us: fc.nat(25),
    until_effect: fc.nat(8),
    until_answer: fc.nat(8),
    outcome: fc.constantFrom<RecordedOperation['outcome']>('ok', 'ok', 'ok', 'ok', 'ok', 'fail', 'unknown', 'unknown'),
    /** Unknown operations: whether it took effect. */
    applied: fc.boolean(),
    /** Answers something else than what it met: such histories are often, not always, without an order. */
    wrong_result: fc.option(WRONG_RESULTS[type], { freq: 6, nil: undefined })
  })
}

/** Histories of one key, up to `length` operations: some that a correct server gave, some with a few wrong answers. */
export function smallHistories(length: number, type: DataType = 'kv'): fc.Arbitrary<RecordedOperation[]> {
  return fc.array(drawn(type), { minLength: 1, maxLength: length }).map((draws) => {
    let state = INITIAL[type]
    const inOrder = draws.map((draw, i) => ({ ...draw, i })).sort((a, b) => effectOf(a) - effectOf(b))
    const history = inOrder.map(({ i, operation, invoked_us, outcome, applied, wrong_result, ...rest }): RecordedOperation => {
      const met = apply(type, state, operation)
      if (outcome === 'ok' || (outcome === 'unknown' && applied)) state = met.state
      const completed_us = outcome === 'unknown' ? null : invoked_us + rest.until_effect + rest.until_answer
      const result = outcome === 'ok' ? distort(met.result, wrong_result) : null
      return { client: `c${i}`, op: 1, operation, invoked_us, completed_us, outcome, result }
    })
    return history.sort((a, b) => a.invoked_us - b.invoked_us)
  })
}

function effectOf(draw: { invoked_us: number; until_effect: number }): number {
  return draw.invoked_us + draw.until_effect
}

function distort(result: OperationResult, wrong_result: OperationResult | undefined): OperationResult {
  if (wrong_result === undefined) return result
  if (result.swapped !== undefined) return { swapped: !result.swapped }
  return result.value === undefined && result.members === undefined ? result : wrong_result
}

/** The definition itself: try every order, remember nothing, skip nothing. */
export function hasOrder({ required, optional }: KeyHistory, type: DataType): boolean {
  return explore(INITIAL[type], required, optional)

  function explore(state: Plain, left: typeof required, unknown: typeof optional): boolean {
    if (left.length === 0) return true
    const firstReturn = Math.min(...left.map((o) => o.completed_us))
    const next = (o: RecordedOperation) => o.invoked_us <= firstReturn
    const others = <T>(list: readonly T[], o: T) => list.filter((other) => other !== o)
    return (
      left.some((o) => next(o) && follow(state, o, others(left, o), unknown)) ||
      unknown.some((o) => next(o) && follow(state, o, left, others(unknown, o)))
    )
  }

  function follow(state: Plain, o: RecordedOperation, left: typeof required, unknown: typeof optional): boolean {
    const met = apply(type, state, o.operation)
    return (o.result === null || sameResult(met.result, o.result)) && explore(met.state, left, unknown)
  }
}
