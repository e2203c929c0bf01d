/** What five kinds of clocks say of the order of two events of one history, and how often they are right. */
import { compareHybrid, hybridText, timeText } from './hybrid-clock'
import type { CausalEvent, CausalHistory, PhysicalClocks } from './history'
import { compareVectors, vectorText } from './vectors'

/** An event of which every clock has something to say: it counts, and its node told what its clocks showed. */
export interface ClockedEvent extends CausalEvent {
  readonly stamp: NonNullable<CausalEvent['stamp']>
  readonly clocks: PhysicalClocks
}

/** Null: this clock does not put them into an order. */
export type Said = 'before' | 'after' | null

export interface ClockKind {
  readonly name: string
  /** What it can and cannot say, in a sentence. */
  readonly note: string
  /** How the first stands to the second. `bound_us`: how far clocks may be off, as the interval clock takes it. */
  order(a: ClockedEvent, b: ClockedEvent, bound_us: number): Said
  text(event: ClockedEvent, bound_us: number): string
}

export const FIVE_CLOCKS: readonly ClockKind[] = [
  {
    name: 'wall clock',
    note: 'Puts all into an order; where clocks are off, an effect may come before its cause.',
    order: (a, b) => bySign(a.clocks.physical_us - b.clocks.physical_us),
    text: ({ clocks }) => timeText(clocks.physical_us)
  },
  {
    name: 'Lamport',
    note: 'Never puts an effect before its cause; of other events the number says nothing, of time neither.',
    order: (a, b) => bySign(a.stamp.lamport - b.stamp.lamport),
    text: ({ stamp }) => String(stamp.lamport)
  },
  {
    name: 'vector',
    note: 'Tells exactly what may have caused what, and nothing else.',
    order(a, b) {
      const told = compareVectors(a.stamp.vector, b.stamp.vector)
      return told === 'before' || told === 'after' ? told : null
    },
    text: ({ stamp }) => vectorText(stamp.vector)
  },
  {
    name: 'hybrid',
    note: 'Never puts an effect before its cause; other events it orders as the wall clocks do that it has heard of.',
    order: (a, b) => bySign(compareHybrid(a.clocks.hybrid, b.clocks.hybrid)),
    text: ({ clocks }) => hybridText(clocks.hybrid)
  },
  {
    name: 'TrueTime',
    note: 'Certain of real time where intervals do not overlap, if clocks are within the bound; else it cannot say.',
    order(a, b, bound_us) {
      const apart_us = a.clocks.physical_us - b.clocks.physical_us
      return Math.abs(apart_us) > 2 * bound_us ? bySign(apart_us) : null
    },
    text: ({ clocks: { physical_us } }, bound_us) => `${timeText(physical_us - bound_us)} – ${timeText(physical_us + bound_us)}`
  }
]

/** Pairs of events by what a clock says of them. */
export interface Judged {
  right: number
  wrong: number
  silent: number
}

export interface ClockScore {
  readonly clock: ClockKind
  /** Pairs of a cause and its effect. */
  readonly causes: Judged
  /** Pairs that know nothing of each other, judged by real time. */
  readonly unrelated: Judged
}

/** Those of the history's events of which all five clocks say something. */
export function clockedEvents({ events }: CausalHistory): ClockedEvent[] {
  return events.filter((event): event is ClockedEvent => event.counts && event.stamp !== null && event.clocks !== null)
}

/** Judges every pair of events of the history. */
export function judgeClocks(history: CausalHistory, bound_us: number): ClockScore[] {
  const events = clockedEvents(history)
  const scores = FIVE_CLOCKS.map((clock) => ({ clock, causes: none(), unrelated: none() }))
  for (const [i, a] of events.entries())
    for (const b of events.slice(i + 1)) {
      const order = history.orderOf(a, b)
      const is_cause = order === 'before' || order === 'after'
      const truth = is_cause ? order : bySign(a.t_us - b.t_us)
      if (truth === null) continue
      for (const { clock, causes, unrelated } of scores) count(is_cause ? causes : unrelated, clock.order(a, b, bound_us), truth)
    }
  return scores
}

function none(): Judged {
  return { right: 0, wrong: 0, silent: 0 }
}

function count(judged: Judged, said: Said, truth: Said): void {
  if (said === null) judged.silent++
  else if (said === truth) judged.right++
  else judged.wrong++
}

function bySign(difference: number): Said {
  if (difference === 0) return null
  return difference < 0 ? 'before' : 'after'
}
