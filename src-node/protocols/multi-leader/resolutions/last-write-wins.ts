/**
 * Last write wins: of two concurrent writes the one with the later timestamp stays, by the clocks of the leaders that took them; ties
 * go to the greater node. The other is dropped without a word to its client, so each version counts the writes that it knew of.
 */
import { lwwRegister } from '../../../crdt/lww-register'
import type { LwwRegisterState } from '../../../crdt/lww-register'
import { countOf, covers, setCount } from '../../numbered-updates/origins'
import { NO_PARTS, readValues, refuseCollections, valueAfter } from './resolution'
import type { Resolution } from './resolution'

/** null: never written. */
type Version = {
  readonly register: LwwRegisterState
  /** The client's write, as `client:op`. */
  readonly writer: string
  /** By origin: how many of its writes of the key this version takes account of. */
  readonly accounted: readonly number[]
} | null

export const lastWriteWins: Resolution<Version> = {
  empty: null,
  write: (state, { operation, name, actor, origin, at_us }) => {
    const register = state?.register ?? lwwRegister.empty
    const value = valueAfter(lwwRegister.value(register), operation)
    const accounted = [...(state?.accounted ?? [])]
    setCount(accounted, origin, countOf(accounted, origin) + 1)
    return { register: lwwRegister.mutate(register, actor, { f: 'write', value, timestamp: at_us }), writer: name, accounted }
  },
  join: (a, b) => join(a, b),
  joinByArrival: (state, arriving) => arriving ?? state,
  refusal: (_state, operation) => refuseCollections(operation),
  read: (state) => readValues(valuesOf(state)),
  values: valuesOf,
  accounted: (state, origin) => countOf(state?.accounted ?? [], origin),
  isConflict: (state, arriving) => !knows(state, arriving) && !knows(arriving, state),
  writer: (state) => state?.writer ?? null,
  parts: () => NO_PARTS
}

function valuesOf(state: Version): readonly string[] {
  const value = lwwRegister.value(state?.register ?? null)
  return value === null ? [] : [value]
}

function join(a: Version, b: Version): Version {
  if (a === null || b === null) return a ?? b
  return lwwRegister.join(a.register, b.register) === a.register ? a : b
}

/** Whether the writer of `a` took account of all that `b` does. */
function knows(a: Version, b: Version): boolean {
  return b === null || (a !== null && covers(a.accounted, b.accounted))
}
