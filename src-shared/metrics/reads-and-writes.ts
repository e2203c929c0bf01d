/** Reads and writes apart: how many were answered, how fast, and how stale reads were. */
import { Histogram } from '../folds/histogram'
import { operationKey, outcomeOf } from '../folds/operations'
import { newReadsTracker, trackReads } from '../folds/reads-tracker'
import { isWrite } from '../operations'
import { isOfSpan } from './clients'
import { metricsPerSpan } from './metric'
import type { Metrics } from './metric'

/** Operations count by when they ended. */
export const readWriteMetrics = metricsPerSpan({
  descriptions: [
    { name: 'reads.ok', title: 'Reads that were answered', unit: '' },
    { name: 'reads.failed', title: 'Reads that were not answered', unit: '' },
    { name: 'reads.latency_ms.p50', title: 'Latency of reads, median', unit: 'ms' },
    { name: 'reads.latency_ms.p99', title: 'Latency of reads, 99th percentile', unit: 'ms' },
    { name: 'reads.stale_percent', title: 'Reads that missed a write acknowledged before they began', unit: '%' },
    {
      name: 'staleness_ms.p99',
      title: 'How long the write that a read missed had been acknowledged, 99th percentile',
      unit: 'ms'
    },
    { name: 'staleness_ms.max', title: 'How long the write that a read missed had been acknowledged, longest', unit: 'ms' },
    { name: 'writes.ok', title: 'Writes that were acknowledged', unit: '' },
    { name: 'writes.failed', title: 'Writes that were not acknowledged', unit: '' },
    { name: 'writes.latency_ms.p50', title: 'Latency of writes, median', unit: 'ms' },
    { name: 'writes.latency_ms.p99', title: 'Latency of writes, 99th percentile', unit: 'ms' }
  ],
  reads: ['invoke', 'attempt', 'ok', 'fail', 'info'],
  create: () => ({
    tracker: newReadsTracker(),
    /** Writes among the operations under way. */
    writing: new Set<string>(),
    reads: newAnswers(),
    writes: newAnswers(),
    stale: 0,
    staleness_us: new Histogram()
  }),
  fold(state, event, span) {
    const { tracker, writing, staleness_us } = state
    const read = trackReads(tracker, event)
    if (event.kind === 'invoke' && isWrite(event.operation)) writing.add(operationKey(event))
    const outcome = outcomeOf(event)
    if (outcome === null || !('client' in event && 'op' in event)) return
    const is_write = writing.delete(operationKey(event))
    if (!isOfSpan(event, span)) return
    const answers = is_write ? state.writes : state.reads
    if (event.kind !== 'ok') answers.failed++
    else {
      answers.ok++
      answers.latency_us.add(event.latency_us)
    }
    if (read === null || read.staleness_us === null) return
    if (read.staleness_us > 0) state.stale++
    staleness_us.add(read.staleness_us)
  },
  figures({ reads, writes, stale, staleness_us }): Metrics {
    return {
      ...figuresOf('reads', reads),
      ...figuresOf('writes', writes),
      ...(staleness_us.total > 0 && {
        'reads.stale_percent': (100 * stale) / staleness_us.total,
        'staleness_ms.p99': staleness_us.percentile(0.99)! / 1000,
        'staleness_ms.max': staleness_us.max / 1000
      })
    }
  }
})

interface Answers {
  ok: number
  failed: number
  readonly latency_us: Histogram
}

function newAnswers(): Answers {
  return { ok: 0, failed: 0, latency_us: new Histogram() }
}

function figuresOf(kind: 'reads' | 'writes', { ok, failed, latency_us }: Answers): Metrics {
  const percentiles = latency_us.percentiles([0.5, 0.99])
  return {
    [`${kind}.ok`]: ok,
    [`${kind}.failed`]: failed,
    ...(percentiles && {
      [`${kind}.latency_ms.p50`]: percentiles[0]! / 1000,
      [`${kind}.latency_ms.p99`]: percentiles[1]! / 1000
    })
  }
}
