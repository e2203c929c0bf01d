/** What reads of several keys cost: requests, and time, since the slowest group decides. */
import { Histogram } from '../folds/histogram'
import { operationKey } from '../folds/operations'
import { isWithin, metricsPerSpan } from './metric'
import type { MetricDescription, Metrics } from './metric'

const KINDS = [
  { f: 'scan', title: 'scan' },
  { f: 'gather', title: 'gather' }
] as const
type Kind = (typeof KINDS)[number]['f']

/** Operations open at once, at most; beyond it the oldest (their ends were lost) are forgotten. */
const OPEN_MAX = 100_000

/** Nothing where nobody reads several keys at once. Those that succeeded, by when they completed. */
export const readsOfSeveralMetrics = metricsPerSpan({
  descriptions: KINDS.flatMap(({ f, title }): MetricDescription[] => [
    { name: `requests_per_${f}`, title: `Requests of a ${title}, on average`, unit: '' },
    { name: `${f}_ms.p50`, title: `Latency of a ${title}, median`, unit: 'ms' },
    { name: `${f}_ms.p99`, title: `Latency of a ${title}, 99th percentile`, unit: 'ms' }
  ]),
  reads: ['invoke', 'attempt', 'ok', 'fail'],
  create: () => ({
    open: new Map<string, { readonly f: Kind; requests: number }>(),
    scan: { requests: 0, latency_us: new Histogram() },
    gather: { requests: 0, latency_us: new Histogram() }
  }),
  fold(reads, event, span) {
    switch (event.kind) {
      case 'invoke': {
        const { f } = event.operation
        if (f !== 'scan' && f !== 'gather') return
        reads.open.set(operationKey(event), { f, requests: 0 })
        if (reads.open.size > OPEN_MAX) reads.open.delete(reads.open.keys().next().value!)
        return
      }
      case 'attempt': {
        if (reads.open.size === 0) return
        const read = reads.open.get(operationKey(event))
        if (read) read.requests++
        return
      }
      case 'ok':
      case 'fail': {
        if (reads.open.size === 0) return
        const read = reads.open.get(operationKey(event))
        if (!read) return
        reads.open.delete(operationKey(event))
        if (event.kind === 'fail' || !isWithin(event.t, span)) return
        reads[read.f].requests += read.requests
        reads[read.f].latency_us.add(event.latency_us)
      }
    }
  },
  figures: (reads): Metrics => Object.assign({}, ...KINDS.map(({ f }) => figuresOf(f, reads[f])))
})

function figuresOf(f: Kind, { requests, latency_us }: { readonly requests: number; readonly latency_us: Histogram }): Metrics {
  const percentiles = latency_us.percentiles([0.5, 0.99])
  if (!percentiles) return {}
  const [p50, p99] = percentiles as [number, number]
  return { [`requests_per_${f}`]: requests / latency_us.total, [`${f}_ms.p50`]: p50 / 1000, [`${f}_ms.p99`]: p99 / 1000 }
}
