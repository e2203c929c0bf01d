import { sourcesOf } from '../execution/execution'
import type { Event, Execution } from '../execution/execution'

/**
 * How stale reads were, in ms: the time from the end of the earliest write that was newer than the value read, and over before the
 * read began, to the beginning of the read; 0 where there is none. A write is newer than those that were over before it began.
 */
export function stalenessFigures(execution: Execution): Record<string, number> {
  const writes = newerWrites(execution)
  const reads = execution.events.filter((event) => !event.writes && sourcesOf(event).length > 0)
  const stale_ms = reads.map((read) => staleness_us(execution, read, writes.get(read.key)) / 1000).sort((a, b) => a - b)
  return {
    reads: reads.length,
    stale_reads: stale_ms.filter((ms) => ms > 0).length,
    staleness_ms_p50: quantile(stale_ms, 0.5),
    staleness_ms_p99: quantile(stale_ms, 0.99),
    staleness_ms_max: stale_ms.at(-1) ?? 0
  }
}

/** A key's writes by the time of their invocation, and the earliest end among each and those after it. */
interface KeyWrites {
  readonly invoked_us: readonly number[]
  readonly earliest_end_us: readonly number[]
}

function newerWrites({ events }: Execution): ReadonlyMap<string, KeyWrites> {
  const of_key = new Map<string, Event[]>()
  for (const event of events) {
    if (!event.writes || event.open) continue
    const writes = of_key.get(event.key)
    if (writes) writes.push(event)
    else of_key.set(event.key, [event])
  }
  return new Map([...of_key].map(([key, writes]) => [key, sortWrites(writes)]))
}

/** The events are in the order of invocation. */
function sortWrites(writes: readonly Event[]): KeyWrites {
  const earliest_end_us = writes.map(({ operation }) => operation.completed_us!)
  for (let i = earliest_end_us.length - 2; i >= 0; i--) {
    earliest_end_us[i] = Math.min(earliest_end_us[i]!, earliest_end_us[i + 1]!)
  }
  return { invoked_us: writes.map(({ operation }) => operation.invoked_us), earliest_end_us }
}

function staleness_us({ events }: Execution, read: Event, writes: KeyWrites | undefined): number {
  if (!writes) return 0
  const begun_us = read.operation.invoked_us
  const of_sources = sourcesOf(read).map((source) => {
    const end_us = source < 0 ? -1 : (events[source]!.operation.completed_us ?? Infinity)
    const newer_us = writes.earliest_end_us[firstAfter(writes.invoked_us, end_us)] ?? Infinity
    return Math.max(0, begun_us - newer_us)
  })
  return Math.min(...of_sources)
}

/** Place of the first number above the limit, in ascending order. */
function firstAfter(numbers: readonly number[], limit: number): number {
  let low = 0
  for (let high = numbers.length; low < high;) {
    const middle = (low + high) >>> 1
    if (numbers[middle]! > limit) high = middle
    else low = middle + 1
  }
  return low
}

/** By the nearest rank; 0 of nothing. */
export function quantile(sorted: readonly number[], q: number): number {
  return sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)] ?? 0
}
