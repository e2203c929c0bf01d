import { gSet } from './g-set'
import type { GSetState } from './g-set'
import { compareStrings, indexInSorted } from './sorted'
import type { Crdt } from './crdt'

export interface TwoPhaseSetState {
  readonly added: GSetState
  /** Tombstones: kept for good. */
  readonly removed: GSetState
}

export interface TwoPhaseSetOp {
  readonly f: 'add' | 'remove'
  readonly element: string
}

/**
 * Two-phase set: once removed, never back (Shapiro, Preguiça, Baquero, Zawirski, RR-7506 2011, specification 12). Removing what is
 * not there does nothing.
 */
export const twoPhaseSet: Crdt<TwoPhaseSetState, TwoPhaseSetOp, readonly string[]> = {
  name: '2p-set',
  empty: { added: [], removed: [] },
  mutate: ({ added }, _replica, { f, element }) => {
    if (f === 'add') return { added: [element], removed: [] }
    return { added: [], removed: has(added, element) ? [element] : [] }
  },
  join: (a, b) => ({ added: gSet.join(a.added, b.added), removed: gSet.join(a.removed, b.removed) }),
  value: ({ added, removed }) => added.filter((element) => !has(removed, element))
}

function has(set: GSetState, element: string): boolean {
  return indexInSorted(set, (other) => compareStrings(other, element)) >= 0
}
