import { getEntry, unionMaps } from './sorted'
import type { SortedMap } from './sorted'
import type { Crdt } from './crdt'

/** How much each replica has added; a replica's own figure only grows. */
export type GCounterState = SortedMap<number>

/** `by` (default 1): a whole number from 0. */
export interface GCounterOp {
  readonly f: 'increment'
  readonly by?: number
}

/** Grow-only counter (Shapiro, Preguiça, Baquero, Zawirski, RR-7506 2011, specification 6). */
export const gCounter: Crdt<GCounterState, GCounterOp, number> = {
  name: 'g-counter',
  empty: [],
  mutate: (state, replica, { by = 1 }) => {
    const count = (getEntry(state, replica) ?? 0) + by
    if (!Number.isSafeInteger(by) || by < 0 || !Number.isSafeInteger(count)) throw new RangeError(`cannot increment by ${by}`)
    return by === 0 ? [] : [[replica, count]]
  },
  join: (a, b) => unionMaps(a, b, Math.max),
  value: (state) => state.reduce((sum, [, count]) => sum + count, 0)
}
