import { boundOf_us, middleOf_us } from '../../src-shared/clock/interval'
import type { ClockInterval } from '../../src-shared/clock/interval'
import type { DropCause } from '../../src-shared/events'
import type { RuntimeSeries } from '../../src-shared/description/runtime-series'
import type { Cancel, Scheduler } from '../../src-shared/scheduler'
import type { NodeClock } from './node-clock'

export type RuntimeGauges = Partial<Record<RuntimeSeries, number>>

/** Cumulative figures since the log was opened. */
export interface LogCounters {
  batches: number
  records: number
  /** Time spent writing and syncing. */
  busy_us: number
}

/** Cumulative figures since boot. */
export interface TransportCounters {
  frames_sent: number
  frames_received: number
  frames_corrupt: number
  readonly frames_dropped: Partial<Record<DropCause, number>>
}

export interface SamplerOptions {
  readonly log: { readonly counters: Readonly<LogCounters> }
  readonly transport: { readonly counters: Readonly<TransportCounters>; readonly openRequests: number }
  readonly clock: Pick<NodeClock, 'now_us'>
  /** What time the protocol takes it to be; null: it keeps no clock, or has no time yet. */
  readonly believedTime: (now_us: number) => ClockInterval | null
  /** True time. */
  readonly scheduler: Scheduler
  readonly interval_ms: number
  readonly onSample: (values: RuntimeGauges) => void
}

/** Reads the gauges that both engines have at a steady interval; returns how to stop. */
export function startSampler({ log, transport, clock, believedTime, scheduler, interval_ms, onSample }: SamplerOptions): Cancel {
  let last = { ...log.counters }
  let cancel = scheduler.after(interval_ms * 1000, sample)

  function sample(): void {
    const batches = log.counters.batches - last.batches
    const { frames_sent, frames_received, frames_corrupt, frames_dropped } = transport.counters
    onSample({
      // Without a sync there is no mean of them.
      ...(batches > 0 && {
        sync_ms: (log.counters.busy_us - last.busy_us) / 1000 / batches,
        sync_batch: (log.counters.records - last.records) / batches
      }),
      open_requests: transport.openRequests,
      frames_sent,
      frames_received,
      frames_corrupt,
      frames_dropped: Object.values(frames_dropped).reduce((sum, count) => sum + count, 0),
      ...clockGauges()
    })
    last = { ...log.counters }
    cancel = scheduler.after(interval_ms * 1000, sample)
  }

  function clockGauges(): RuntimeGauges {
    const [true_us, now_us] = [scheduler.now_us(), clock.now_us()]
    const clock_error_ms = (now_us - true_us) / 1000
    const believed = believedTime(now_us)
    if (believed === null) return { clock_error_ms }
    const believed_error_ms = (middleOf_us(believed) - true_us) / 1000
    return { clock_error_ms, believed_error_ms, clock_bound_ms: boundOf_us(believed) / 1000 }
  }

  return () => cancel()
}
