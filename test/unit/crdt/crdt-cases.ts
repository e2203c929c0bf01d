/** Every type of the library, with random operations on it and what it should hold when nothing is concurrent. */
import fc from 'fast-check'
import type { Crdt } from '../../../src-node/crdt/crdt'
import { causalCrdt } from '../../../src-node/crdt/causal'
import { gCounter } from '../../../src-node/crdt/g-counter'
import { gSet } from '../../../src-node/crdt/g-set'
import { lwwRegister } from '../../../src-node/crdt/lww-register'
import type { LwwRegisterOp } from '../../../src-node/crdt/lww-register'
import { mvRegister, mvRegisterType } from '../../../src-node/crdt/mv-register'
import type { MvRegisterOp } from '../../../src-node/crdt/mv-register'
import { orMap, orMapType } from '../../../src-node/crdt/or-map'
import { orSet, orSetType } from '../../../src-node/crdt/or-set'
import type { OrSetOp } from '../../../src-node/crdt/or-set'
import { pnCounter } from '../../../src-node/crdt/pn-counter'
import { resettableCounterType } from '../../../src-node/crdt/resettable-counter'
import type { ResettableCounterOp } from '../../../src-node/crdt/resettable-counter'
import { rga } from '../../../src-node/crdt/rga'
import type { RgaOp } from '../../../src-node/crdt/rga'
import { twoPhaseSet } from '../../../src-node/crdt/two-phase-set'

/** `raw` is drawn without knowing the state; `op` makes an operation of it that fits what the replica shows, at its clock's time. */
export interface CrdtCase<State = unknown, Op = unknown, Value = unknown> {
  readonly crdt: Crdt<State, Op, Value>
  readonly raw: fc.Arbitrary<unknown>
  readonly op: (raw: unknown, value: Value, clock: number) => Op
  /** The value after an operation that saw all before it, given the value before. */
  readonly sequential: (value: Value, op: Op, past: readonly Op[]) => Value
}

const element = fc.constantFrom('', 'a', 'b', 'ä', '__proto__')
const setOp: fc.Arbitrary<OrSetOp> = fc.record({ f: fc.constantFrom('add', 'add', 'remove'), element })
const value = fc.string({ maxLength: 2 })
const registerOp: fc.Arbitrary<MvRegisterOp> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ f: fc.constant('write'), value }) },
  { weight: 1, arbitrary: fc.record({ f: fc.constant('clear') }) }
)
const counterOp: fc.Arbitrary<ResettableCounterOp> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ f: fc.constant('add'), by: fc.integer({ min: -3, max: 3 }) }) },
  { weight: 1, arbitrary: fc.record({ f: fc.constant('reset') }) }
)
const mapOp = <Op>(nested: fc.Arbitrary<Op>) =>
  fc.oneof(
    { weight: 3, arbitrary: fc.record({ f: fc.constant('update' as const), key: element, op: nested }) },
    { weight: 1, arbitrary: fc.record({ f: fc.constant('remove' as const), key: element }) }
  )

const asIs = <Op>(raw: unknown) => raw as Op

function specimen<State, Op, Value>(
  crdt: Crdt<State, Op, Value>,
  raw: fc.Arbitrary<unknown>,
  sequential: CrdtCase<State, Op, Value>['sequential'],
  op: CrdtCase<State, Op, Value>['op'] = asIs
): CrdtCase {
  return { crdt, raw, op, sequential } as unknown as CrdtCase
}

/** Tests that treat all types alike hand back to each what it gave. */
export function erased<State, Op, Value>(crdt: Crdt<State, Op, Value>): Crdt<unknown, unknown, unknown> {
  return crdt as unknown as Crdt<unknown, unknown, unknown>
}

const register = (_old: readonly string[], op: MvRegisterOp) => (op.f === 'write' ? [op.value] : [])
const counter = (sum: number, op: ResettableCounterOp) => (op.f === 'reset' ? 0 : sum + op.by)
const set = (elements: readonly string[], { f, element }: OrSetOp) => {
  const others = elements.filter((other) => other !== element)
  return f === 'add' ? [...others, element].sort() : others
}

/** A map's value in which a key is there while `isThere` its nested value. */
function map<Op, Value>(empty: Value, nested: (value: Value, op: Op) => Value, isThere: (value: Value, last: Op) => boolean) {
  return (
    entries: readonly (readonly [string, Value])[],
    op: { f: 'remove'; key: string } | { f: 'update'; key: string; op: Op }
  ) => {
    const next = new Map(entries)
    const updated = op.f === 'update' ? nested(next.get(op.key) ?? empty, op.op) : empty
    if (op.f === 'update' && isThere(updated, op.op)) next.set(op.key, updated)
    else next.delete(op.key)
    return [...next].sort(([a], [b]) => (a < b ? -1 : 1))
  }
}

export const CRDT_CASES: readonly CrdtCase[] = [
  specimen(gCounter, fc.record({ f: fc.constant('increment'), by: fc.nat(5) }), (sum, { by }) => sum + by!),
  specimen(pnCounter, fc.record({ f: fc.constant('add'), by: fc.integer({ min: -5, max: 5 }) }), (sum, { by }) => sum + by),
  specimen(
    lwwRegister,
    fc.option(value),
    (_old, op) => op.value,
    (raw, _value, clock): LwwRegisterOp => ({ f: 'write', value: raw as string | null, timestamp: clock })
  ),
  specimen(mvRegister, registerOp, register),
  specimen(gSet, fc.record({ f: fc.constant('add'), element }), (elements, op) => set(elements, op)),
  specimen(twoPhaseSet, setOp, (elements, op, past) => {
    const wasAdded = (at: number) => past.slice(0, at).some((earlier) => earlier.f === 'add' && earlier.element === op.element)
    const gone = past.some((earlier, at) => earlier.f === 'remove' && earlier.element === op.element && wasAdded(at))
    return gone ? elements : set(elements, op)
  }),
  specimen(orSet, setOp, set),
  specimen(causalCrdt(resettableCounterType), counterOp, counter),
  specimen(
    orMap(mvRegisterType),
    mapOp(registerOp),
    map([] as readonly string[], register, (siblings) => siblings.length > 0)
  ),
  specimen(
    orMap(resettableCounterType),
    mapOp(counterOp),
    map(0, counter, (_sum, last) => last.f === 'add')
  ),
  specimen(
    orMap(orMapType(orSetType)),
    mapOp(mapOp(setOp)),
    map(
      [] as readonly (readonly [string, readonly string[]])[],
      map([] as readonly string[], set, (elements) => elements.length > 0),
      (entries) => entries.length > 0
    )
  ),
  specimen(
    rga,
    fc.record({ place: fc.nat(1000), values: fc.option(fc.array(value, { maxLength: 3 })) }),
    (values, op) =>
      op.f === 'insert'
        ? [...values.slice(0, op.index), ...op.values, ...values.slice(op.index)]
        : values.filter((_, at) => at < op.index || at >= op.index + op.count!),
    (raw, shown): RgaOp => {
      const { place, values } = raw as { place: number; values: string[] | null }
      if (values !== null) return { f: 'insert', index: place % (shown.length + 1), values }
      const index = place % (shown.length + 1)
      return { f: 'remove', index, count: Math.min(2, shown.length - index) }
    }
  )
]
