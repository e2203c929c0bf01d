/**
 * Concurrent writes stay side by side until somebody writes who has seen them: a multi-value register for each key. What a reader
 * sees of them is either all (CRDT), or what the application's merge function makes of them. Being a function of the set of siblings
 * alone, in one order, it gives the same on every leader.
 */
import type { MergeFunction } from '../../../../src-shared/protocols/multi-leader/choices'
import { leq } from '../../../crdt/crdt'
import { mvRegister } from '../../../crdt/mv-register'
import { pnCounter } from '../../../crdt/pn-counter'
import { collectionRefusal, isCollectionWrite, joinCollections, readCollections, writeCollections } from './collections'
import type { Key, Register } from './key'
import { partsOf } from './parts'
import { NO_PARTS, readValues, refuseCollections, valueAfter } from './resolution'
import type { Resolution, Write } from './resolution'

const EMPTY: Key = { register: mvRegister.empty, counter: pnCounter.empty, deleted: pnCounter.empty }

/**
 * Registers whose siblings all go to the client, counters that lose no increment, sets and lists. A key that was put reads as what was
 * put there.
 */
export const CRDT: Resolution<Key> = {
  ...common((values) => values),
  parts: partsOf,
  refusal: (state, operation) =>
    isCollectionWrite(operation) ? collectionRefusal(state, operation) : refuseCollections(operation),
  read: (state) => {
    const values = CRDT.values(state)
    return (values.length === 0 ? readCollections(state) : null) ?? readValues(values)
  },
  write: (state, write) => {
    const { operation, actor } = write
    if (isCollectionWrite(operation)) return { ...EMPTY, ...writeCollections(state, write) }
    const { register, counter } = state
    if (operation.f === 'increment')
      return { ...EMPTY, counter: pnCounter.mutate(counter, actor, { f: 'add', by: operation.by }) }
    const delta = { ...EMPTY, register: writeRegister(register, mvRegister.value(register).at(-1) ?? null, write) }
    return operation.f === 'delete' ? { ...delta, deleted: counter, ...writeCollections(state, write) } : delta
  }
}

/** Siblings become one value for whoever reads them; the next write replaces them all. */
export function merging(name: MergeFunction): Resolution<Key> {
  const merge = MERGES[name]
  return {
    ...common((values) => (values.length === 0 ? [] : [merge(values)])),
    write: (state, write) => {
      const { register } = state
      const siblings = mvRegister.value(register)
      return { ...EMPTY, register: writeRegister(register, siblings.length === 0 ? null : merge(siblings), write) }
    }
  }
}

/** Parts that the generator's appends leave, each ending in a stop. */
const PART = /[^.]*\.+|[^.]+$/g

/** Siblings come in ascending order. */
const MERGES: Readonly<Record<MergeFunction, (siblings: readonly string[]) => string>> = {
  union: (siblings) => [...new Set(siblings.flatMap((value) => value.match(PART) ?? []))].sort().join(''),
  concatenate: (siblings) => siblings.join(''),
  greatest: (siblings) => siblings.reduce((a, b) => (isGreater(b, a) ? b : a))
}

function isGreater(a: string, b: string): boolean {
  const [one, other] = [Number(a), Number(b)]
  return Number.isNaN(one) || Number.isNaN(other) ? a > b : one > other
}

function writeRegister(register: Register, current: string | null, { operation, actor }: Write): Register {
  const value = valueAfter(current, operation)
  return mvRegister.mutate(register, actor, value === null ? { f: 'clear' } : { f: 'write', value })
}

function common(show: (values: readonly string[]) => readonly string[]): Omit<Resolution<Key>, 'write'> {
  const valuesOf = ({ register, counter, deleted }: Key) => {
    const values = show(mvRegister.value(register))
    if (values.length > 0 || leq(pnCounter, counter, deleted)) return values
    return [String(pnCounter.value(counter) - pnCounter.value(deleted))]
  }
  return {
    empty: EMPTY,
    join: (a, b) => join(a, b),
    joinByArrival: (state, arriving) => {
      const joined = join(state, arriving)
      const { store, context } = joined.register
      const arrived = arriving.register.store
      if (store.length < 2 || arrived.length === 0) return joined
      return { ...joined, register: { store: arrived, context } }
    },
    refusal: (_state, operation) => refuseCollections(operation),
    read: (state) => readValues(valuesOf(state)),
    values: valuesOf,
    isConflict: (state, arriving) => {
      const { store } = state.register
      const joined = join(state, arriving).register.store
      return joined.length > Math.max(store.length, arriving.register.store.length)
    },
    accounted: () => null,
    writer: () => null,
    parts: () => NO_PARTS
  }
}

function join(a: Key, b: Key): Key {
  return {
    register: mvRegister.join(a.register, b.register),
    counter: pnCounter.join(a.counter, b.counter),
    deleted: pnCounter.join(a.deleted, b.deleted),
    ...joinCollections(a, b)
  }
}
