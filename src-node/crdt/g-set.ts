import { compareStrings, unionSorted } from './sorted'
import type { Crdt } from './crdt'

export type GSetState = readonly string[]

export interface GSetOp {
  readonly f: 'add'
  readonly element: string
}

/** Grow-only set (Shapiro, Preguiça, Baquero, Zawirski, RR-7506 2011, specification 11). */
export const gSet: Crdt<GSetState, GSetOp, readonly string[]> = {
  name: 'g-set',
  empty: [],
  mutate: (_state, _replica, { element }) => [element],
  join: (a, b) => unionSorted(a, b, compareStrings, (x) => x),
  value: (state) => state
}
