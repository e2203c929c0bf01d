/**
 * Last write wins: of two concurrent writes the one with the later timestamp stays, by the clocks of the leaders that took them; ties
 * go to the greater node. The other is dropped without a word to its client, so each version counts the writes that it knew of.
 */
import { lwwRegister } from '../../../crdt/lww-register'
import type { LwwRegisterState } from '../../../crdt/lww-register'
import { valueAfter } from './resolution'
import type { Resolution } from './resolution'

/** null: never written. */
type Version = {
  readonly register: LwwRegisterState
  /** The client's write, as `client:op`. */
  readonly writer: string
  /** By leader, in the run's order: how many of its writes of the key this version takes account of. */
  readonly accounted: readonly number[]
} | null

/** `nodes`: how many there are. */
export function lastWriteWins(nodes: number): Resolution<Version> {
  return {
    empty: null,
    write: (state, { operation, name, node, slot, at_us }) => {
      const register = state?.register ?? lwwRegister.empty
      const value = valueAfter(lwwRegister.value(register), operation)
      const accounted = [...(state?.accounted ?? new Array<number>(nodes).fill(0))]
      accounted[slot]!++
      return { register: lwwRegister.mutate(register, node, { f: 'write', value, timestamp: at_us }), writer: name, accounted }
    },
    join: (a, b) => join(a, b),
    joinByArrival: (state, arriving) => arriving ?? state,
    values: (state) => {
      const value = lwwRegister.value(state?.register ?? null)
      return value === null ? [] : [value]
    },
    accounted: (state, slot) => state?.accounted[slot] ?? 0,
    isConflict: (state, arriving) => !knows(state, arriving) && !knows(arriving, state),
    writer: (state) => state?.writer ?? null
  }
}

function join(a: Version, b: Version): Version {
  if (a === null || b === null) return a ?? b
  return lwwRegister.join(a.register, b.register) === a.register ? a : b
}

/** Whether the writer of `a` took account of all that `b` does. */
function knows(a: Version, b: Version): boolean {
  return b === null || (a !== null && b.accounted.every((count, slot) => count <= a.accounted[slot]!))
}
