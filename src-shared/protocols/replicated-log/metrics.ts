/** Metrics of protocols that replicate a log, or one log for each leader. */
import { createLagFold, foldLag, lagFold } from './lag'
import type { Span } from '../../folds/time-buckets'
import { isWithin, metricsPerSpan } from '../../metrics/metric'
import type { MetricGroup, Metrics } from '../../metrics/metric'
import { Commit } from './facts'

export const commitMetrics = metricsPerSpan({
  descriptions: [{ name: 'commit_index.max', title: 'Highest commit index', unit: '' }],
  reads: [Commit.name],
  create: () => ({ highest: 0 }),
  fold(commits, event, span) {
    if (Commit.is(event) && isWithin(event.t, span)) commits.highest = Math.max(commits.highest, event.data.index)
  },
  figures: ({ highest }) => ({ 'commit_index.max': highest })
})

/** Nothing where leaders say nothing of their followers' lag. */
export const lagMetrics: MetricGroup = {
  descriptions: [
    { name: 'lag_entries.max', title: 'Replication lag, largest', unit: 'entries' },
    { name: 'lag_ms.max', title: 'Replication lag, longest', unit: 'ms' }
  ],
  reads: lagFold.reads,
  measure(spans) {
    const lag = createLagFold()
    const largest = new Map<Span, Metrics>(spans.map((span) => [span, {}]))
    return {
      fold(event, { cluster }) {
        const samples = foldLag(lag, event, cluster)
        if (samples.length === 0) return
        for (const [span, figures] of largest) {
          if (!isWithin(event.t, span)) continue
          for (const { entries, ms } of samples) {
            keepLargest(figures, 'lag_entries.max', entries)
            keepLargest(figures, 'lag_ms.max', ms)
          }
        }
      },
      figures: (span) => largest.get(span)!
    }
  }
}

/** NaN is not known, and never the largest. */
function keepLargest(figures: Metrics, name: string, value: number): void {
  if (value > (figures[name] ?? -Infinity)) figures[name] = value
}
