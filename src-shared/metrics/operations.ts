/** What became of clients' operations, and how fast. */
import { Histogram } from '../folds/histogram'
import { outcomeOf } from '../folds/operations'
import { isOfSpan } from './clients'
import { metricsPerSpan } from './metric'
import type { Metrics } from './metric'

/** Operations count by when they completed. */
export const operationMetrics = metricsPerSpan({
  descriptions: [
    { name: 'operations.invoked', title: 'Operations invoked', unit: '' },
    { name: 'operations.ok', title: 'Operations that succeeded', unit: '' },
    { name: 'operations.fail', title: 'Operations that certainly did nothing', unit: '' },
    { name: 'operations.unknown', title: 'Operations whose outcome the client never learned', unit: '' },
    { name: 'throughput_per_s', title: 'Successful operations per second', unit: '1/s' },
    { name: 'latency_ms.p50', title: 'Latency of successful operations, median', unit: 'ms' },
    { name: 'latency_ms.p90', title: 'Latency of successful operations, 90th percentile', unit: 'ms' },
    { name: 'latency_ms.p99', title: 'Latency of successful operations, 99th percentile', unit: 'ms' },
    { name: 'latency_ms.max', title: 'Latency of successful operations, longest', unit: 'ms' }
  ],
  reads: ['invoke', 'ok', 'fail', 'info'],
  create: () => ({ invoked: 0, ok: 0, fail: 0, unknown: 0, latency_us: new Histogram(), first_us: Infinity }),
  fold(counts, event, span) {
    if (event.kind === 'invoke') counts.first_us = Math.min(counts.first_us, event.t)
    if (!isOfSpan(event, span)) return
    if (event.kind === 'invoke') counts.invoked += 1
    const outcome = outcomeOf(event)
    if (outcome !== null) counts[outcome] += 1
    if (event.kind === 'ok') counts.latency_us.add(event.latency_us)
  },
  figures({ invoked, ok, fail, unknown, latency_us, first_us }, span, { cluster }) {
    const busy_us = Math.min(span.to_us, cluster.now_us) - Math.max(span.from_us, first_us)
    return {
      'operations.invoked': invoked,
      'operations.ok': ok,
      'operations.fail': fail,
      'operations.unknown': unknown,
      ...(busy_us > 0 && { throughput_per_s: (ok / busy_us) * 1e6 }),
      ...latencies(latency_us)
    }
  }
})

function latencies(latency_us: Histogram): Metrics {
  const percentiles = latency_us.percentiles([0.5, 0.9, 0.99])
  if (!percentiles) return {}
  const [p50, p90, p99] = percentiles as [number, number, number]
  return {
    'latency_ms.p50': p50 / 1000,
    'latency_ms.p90': p90 / 1000,
    'latency_ms.p99': p99 / 1000,
    'latency_ms.max': latency_us.max / 1000
  }
}
