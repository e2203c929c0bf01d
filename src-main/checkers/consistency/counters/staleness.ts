import { quantile } from '../checks/staleness'
import { tallies } from './history'
import type { CounterEvent, CounterEvents } from './history'

/**
 * How stale sums were, in ms: the time since acknowledged increments first came to more than what was read; 0 where they did not
 * when the read began. Only of keys that count in one direction: elsewhere a sum has no age.
 */
export function counterStaleness(events: CounterEvents): Record<string, number> {
  const keys = tallies(events)
  const stale_ms = [...keys].flatMap(([key, { low, high }]) => {
    const of_key = events.filter((event) => event.key === key)
    return low === 0 || high === 0 ? stalenessOf(of_key) : []
  })
  stale_ms.sort((a, b) => a - b)
  return {
    reads: stale_ms.length,
    stale_reads: stale_ms.filter((ms) => ms > 0).length,
    staleness_ms_p50: quantile(stale_ms, 0.5),
    staleness_ms_p99: quantile(stale_ms, 0.99),
    staleness_ms_max: stale_ms.at(-1) ?? 0
  }
}

function stalenessOf(of_key: CounterEvents): number[] {
  const ended = of_key.filter(({ by, open }) => by !== null && !open)
  ended.sort((a, b) => endOf(a) - endOf(b))
  let sum = 0
  const sums = ended.map(({ by }) => (sum += Math.abs(by!)))
  return of_key.flatMap(({ by, sees, operation }) => {
    if (by !== null || !Number.isFinite(sees)) return []
    // The first increment that was more than the read shows.
    const missed = sums.findIndex((reached) => reached > Math.abs(sees))
    const since_us = missed < 0 ? Infinity : endOf(ended[missed]!)
    return [Math.max(0, operation.invoked_us - since_us) / 1000]
  })
}

function endOf({ operation }: CounterEvent): number {
  return operation.completed_us!
}
