import { compareStrings } from './sorted'
import type { Crdt, ReplicaId } from './crdt'

/** The write that wins so far; null before the first. A written null is a tombstone: the register was deleted then. */
export type LwwRegisterState = readonly [timestamp: number, replica: ReplicaId, value: string | null] | null

/** `timestamp`: of the writer's clock, in whatever unit all writers share. */
export interface LwwRegisterOp {
  readonly f: 'write'
  readonly value: string | null
  readonly timestamp: number
}

/**
 * Last-writer-wins register (Shapiro, Preguiça, Baquero, Zawirski, RR-7506 2011, specification 8). Ties go to the greater replica. Only as right as
 * the clocks: a write stamped below one already there is lost, even when it came later. Merely a replica's own writes never are:
 * one that follows upon its own last is stamped past it.
 */
export const lwwRegister: Crdt<LwwRegisterState, LwwRegisterOp, string | null> = {
  name: 'lww-register',
  empty: null,
  mutate: (state, replica, { value, timestamp }) => {
    if (!Number.isFinite(timestamp)) throw new RangeError(`cannot write at ${timestamp}`)
    const stamp = state?.[1] === replica ? Math.max(timestamp, state[0] + 1) : timestamp
    return [stamp, replica, value]
  },
  join: (a, b) => {
    if (a === null || b === null) return a ?? b
    return compareWrites(a, b) < 0 ? b : a
  },
  value: (state) => state?.[2] ?? null
}

/** By value last: a replica that forgot a write may stamp another alike. */
function compareWrites(a: NonNullable<LwwRegisterState>, b: NonNullable<LwwRegisterState>): number {
  return a[0] - b[0] || compareStrings(a[1], b[1]) || compareStrings(JSON.stringify(a[2]), JSON.stringify(b[2]))
}
