/** What waiting for locks costs. */
import type { LabEvent } from '../../../events'
import type { Span } from '../../../folds/time-buckets'
import { isWithin, metricsPerSpan } from '../../../metrics/metric'
import type { Metrics } from '../../../metrics/metric'
import { StepWaits, Victim, WaitOver } from './facts'

interface Waits {
  waits: number
  victims: number
  /** Since when each transaction waits at each shard, by `node transaction`. */
  readonly since_us: Map<string, number>
  longest_us: number
}

/** Waits remembered at once; of more the oldest end unmeasured. */
const WAITS_MAX = 100_000

/** A wait counts where it begins; its length is that within the span. */
export const lockMetrics = metricsPerSpan({
  descriptions: [
    { name: 'locks.waits', title: 'Steps that waited for locks', unit: '' },
    { name: 'lock_wait_ms.max', title: 'Longest wait of a step for locks', unit: 'ms' },
    { name: 'deadlocks.victims', title: 'Transactions aborted for the sake of others that want the same locks', unit: '' }
  ],
  create: (): Waits => ({ waits: 0, victims: 0, since_us: new Map(), longest_us: 0 }),
  fold: foldWaits,
  figures({ waits, victims, since_us, longest_us }, span, { cluster }): Metrics {
    const until_us = Math.min(span.to_us, cluster.now_us)
    const lasting = [...since_us.values()].map((since) => lengthWithin(since, until_us, span))
    return {
      'locks.waits': waits,
      'lock_wait_ms.max': Math.max(longest_us, ...lasting) / 1000,
      'deadlocks.victims': victims
    }
  }
})

function foldWaits(waits: Waits, event: LabEvent, span: Span): void {
  if (event.t >= span.to_us) return
  if (event.kind === 'node-exited') return endAllAt(waits, event.node, event.t, span)
  if (event.kind !== 'fact') return
  if (StepWaits.is(event)) begin(waits, `${event.node} ${event.data.transaction}`, event.t, span)
  else if (WaitOver.is(event)) end(waits, `${event.node} ${event.data.transaction}`, event.t, span)
  else if (Victim.is(event) && isWithin(event.t, span)) waits.victims++
}

function begin(waits: Waits, name: string, t: number, span: Span): void {
  if (waits.since_us.has(name)) return
  if (isWithin(t, span)) waits.waits++
  waits.since_us.set(name, t)
  if (waits.since_us.size > WAITS_MAX) waits.since_us.delete(waits.since_us.keys().next().value!)
}

function end(waits: Waits, name: string, t: number, span: Span): void {
  const since = waits.since_us.get(name)
  if (since === undefined) return
  waits.since_us.delete(name)
  waits.longest_us = Math.max(waits.longest_us, lengthWithin(since, t, span))
}

function endAllAt(waits: Waits, node: string, t: number, span: Span): void {
  for (const name of [...waits.since_us.keys()]) if (name.startsWith(`${node} `)) end(waits, name, t, span)
}

function lengthWithin(from_us: number, to_us: number, span: Span): number {
  return Math.max(0, to_us - Math.max(from_us, span.from_us))
}
