/** How many ballots it takes to choose values. */
import type { LabEvent } from '../../events'
import type { Span } from '../../folds/time-buckets'
import { isWithin, metricsPerSpan } from '../../metrics/metric'
import type { Metrics } from '../../metrics/metric'
import { BallotEnded, BallotStarted } from './facts'

interface Counts {
  started: number
  preempted: number
  readonly chosen: Set<string>
  /** Of each key, until a value is chosen. */
  readonly ballots: Map<string, number>
  most: number
}

export const ballotMetrics = metricsPerSpan({
  descriptions: [
    { name: 'ballots.started', title: 'Ballots started', unit: '' },
    { name: 'ballots.preempted', title: 'Ballots preempted by higher ones', unit: '' },
    { name: 'ballots.most', title: 'Most ballots for one key, until a value was chosen', unit: '' },
    { name: 'keys.chosen', title: 'Keys for which a value was chosen', unit: '' }
  ],
  create: (): Counts => ({ started: 0, preempted: 0, chosen: new Set(), ballots: new Map(), most: 0 }),
  fold: foldCounts,
  figures: ({ started, preempted, chosen, most }): Metrics => ({
    'ballots.started': started,
    'ballots.preempted': preempted,
    'ballots.most': most,
    'keys.chosen': chosen.size
  })
})

function foldCounts(counts: Counts, event: LabEvent, span: Span): void {
  if (event.kind !== 'fact' || !isWithin(event.t, span)) return
  if (BallotStarted.is(event)) {
    const { key } = event.data
    if (counts.chosen.has(key)) return
    const ballots = (counts.ballots.get(key) ?? 0) + 1
    counts.started++
    counts.ballots.set(key, ballots)
    counts.most = Math.max(counts.most, ballots)
  } else if (BallotEnded.is(event)) {
    if (event.data.outcome === 'preempted') counts.preempted++
    if (event.data.outcome === 'chosen') counts.chosen.add(event.data.key)
  }
}
