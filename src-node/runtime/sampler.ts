import { performance } from 'node:perf_hooks'
import type { RuntimeSeries } from '../../src-shared/description/runtime-series'
import type { Transport } from './network/transport'
import type { NodeClock } from './node-clock'
import type { WriteAheadLog } from './wal/write-ahead-log'

export interface SamplerOptions {
  readonly log: Pick<WriteAheadLog, 'counters'>
  readonly transport: Pick<Transport, 'counters' | 'queuedBytes' | 'openRequests'>
  readonly clock: Pick<NodeClock, 'now_us'>
  readonly true_us: () => number
  readonly interval_ms: number
  readonly onSample: (values: Partial<Record<RuntimeSeries, number>>) => void
}

/** Reads the runtime's own gauges at a steady interval; returns how to stop. */
export function startSampler({ log, transport, clock, true_us, interval_ms, onSample }: SamplerOptions): () => void {
  let last_log = { ...log.counters }
  let last_loop = performance.eventLoopUtilization()
  let due_ms = performance.now() + interval_ms

  function sample(): void {
    const batches = log.counters.batches - last_log.batches
    const { frames_sent, frames_received, frames_corrupt, frames_dropped } = transport.counters
    onSample({
      // Without a sync there is no mean of them.
      ...(batches > 0 && {
        sync_ms: (log.counters.busy_us - last_log.busy_us) / 1000 / batches,
        sync_batch: (log.counters.records - last_log.records) / batches
      }),
      send_queue_bytes: transport.queuedBytes,
      open_requests: transport.openRequests,
      frames_sent,
      frames_received,
      frames_corrupt,
      frames_dropped: Object.values(frames_dropped).reduce((sum, count) => sum + count, 0),
      loop_busy_percent: 100 * performance.eventLoopUtilization(last_loop).utilization,
      loop_lag_ms: Math.max(0, performance.now() - due_ms),
      memory_mib: process.memoryUsage.rss() / 2 ** 20,
      clock_error_ms: (clock.now_us() - true_us()) / 1000
    })
    last_log = { ...log.counters }
    last_loop = performance.eventLoopUtilization()
    due_ms = performance.now() + interval_ms
  }

  const timer = setInterval(sample, interval_ms)
  return () => clearInterval(timer)
}
