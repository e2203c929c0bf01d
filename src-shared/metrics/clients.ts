/** Which events of the history a span of time is of: all clients' or those of some. */
import type { LabEvent } from '../events'
import type { Span } from '../folds/time-buckets'
import { isWithin } from './metric'

/** Figures that can be told of some clients alone. */
export const METRICS_BY_CLIENT: readonly string[] = [
  'operations.invoked',
  'operations.ok',
  'operations.fail',
  'operations.unknown',
  'throughput_per_s',
  'latency_ms.p50',
  'latency_ms.p90',
  'latency_ms.p99',
  'latency_ms.max',
  'reads.ok',
  'reads.failed',
  'reads.latency_ms.p50',
  'reads.latency_ms.p99',
  'reads.stale_percent',
  'staleness_ms.p99',
  'staleness_ms.max',
  'writes.ok',
  'writes.failed',
  'writes.latency_ms.p50',
  'writes.latency_ms.p99'
]

/** Whether the event lies within the span's time, and is of one of its clients where it names any. */
export function isOfSpan(event: LabEvent, span: Span): boolean {
  return isWithin(event.t, span) && (span.clients === undefined || ('client' in event && span.clients.includes(event.client)))
}
