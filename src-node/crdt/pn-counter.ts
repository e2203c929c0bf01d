import { gCounter } from './g-counter'
import type { GCounterState } from './g-counter'
import type { Crdt } from './crdt'

export interface PnCounterState {
  readonly increments: GCounterState
  readonly decrements: GCounterState
}

/** `by`: a whole number, negative to count down. */
export interface PnCounterOp {
  readonly f: 'add'
  readonly by: number
}

/** Counter up and down: two that only grow (Shapiro, Preguiça, Baquero, Zawirski, RR-7506 2011, specification 7). */
export const pnCounter: Crdt<PnCounterState, PnCounterOp, number> = {
  name: 'pn-counter',
  empty: { increments: gCounter.empty, decrements: gCounter.empty },
  mutate: ({ increments, decrements }, replica, { by }) =>
    by < 0
      ? { increments: gCounter.empty, decrements: gCounter.mutate(decrements, replica, { f: 'increment', by: -by }) }
      : { increments: gCounter.mutate(increments, replica, { f: 'increment', by }), decrements: gCounter.empty },
  join: (a, b) => ({
    increments: gCounter.join(a.increments, b.increments),
    decrements: gCounter.join(a.decrements, b.decrements)
  }),
  value: ({ increments, decrements }) => gCounter.value(increments) - gCounter.value(decrements)
}
