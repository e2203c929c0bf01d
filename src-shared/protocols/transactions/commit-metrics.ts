/** How long transactions took to commit once their steps were executed. */
import type { LabEvent } from '../../events'
import { Histogram } from '../../folds/histogram'
import type { Span } from '../../folds/time-buckets'
import { isWithin, metricsPerSpan } from '../../metrics/metric'
import type { Metrics } from '../../metrics/metric'
import { Decided, Started } from './facts'

interface Commits {
  /** Since when votes on each transaction are asked for. */
  readonly asked_us: Map<string, number>
  readonly took_us: Histogram
}

/** Transactions remembered at once; of more the oldest end unmeasured. */
const ASKED_MAX = 10_000

/** A commit counts where it is decided. */
export const commitMetrics = metricsPerSpan({
  descriptions: [
    { name: 'commit_ms.mean', title: 'From the request for votes to the commit, mean', unit: 'ms' },
    { name: 'commit_ms.p99', title: 'From the request for votes to the commit, 99th percentile', unit: 'ms' }
  ],
  reads: [Started.name, Decided.name],
  create: (): Commits => ({ asked_us: new Map(), took_us: new Histogram() }),
  fold: foldCommits,
  figures: ({ took_us }): Metrics =>
    took_us.total === 0
      ? {}
      : { 'commit_ms.mean': took_us.sum / took_us.total / 1000, 'commit_ms.p99': took_us.percentile(0.99)! / 1000 }
})

function foldCommits({ asked_us, took_us }: Commits, event: LabEvent, span: Span): void {
  if (Started.is(event)) {
    asked_us.set(event.data.transaction, event.t)
    if (asked_us.size > ASKED_MAX) asked_us.delete(asked_us.keys().next().value!)
  } else if (Decided.is(event)) {
    const since_us = asked_us.get(event.data.transaction)
    asked_us.delete(event.data.transaction)
    if (since_us !== undefined && event.data.commit && isWithin(event.t, span)) took_us.add(event.t - since_us)
  }
}
