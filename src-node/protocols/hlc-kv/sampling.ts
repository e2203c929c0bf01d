import { hybridText } from '../../../src-shared/causality/hybrid-clock'
import { slotOf } from '../numbered-updates/origins'
import type { HlcState } from './state'

const US_PER_MS = 1000

/** Gauges under the names of the description's series. */
export function sample(state: HlcState): Readonly<Record<string, number>> {
  const { clock, now_us, closed, counters, seen, slot, nodes, store, waiting } = state
  const sumOf = (counts: readonly number[]) => counts.reduce((sum, count) => sum + count, 0)
  return {
    // What no event has touched is behind only because nobody has asked.
    hybrid_ahead_ms: Math.max(0, clock.physical_us - now_us) / US_PER_MS,
    counter: clock.counter,
    closed_lag_ms: Math.max(0, now_us - Math.min(...closed.map(({ physical_us }) => physical_us))) / US_PER_MS,
    updates_made: sumOf(seen.filter((_, origin) => slotOf(origin, nodes.length) === slot)),
    updates_seen: sumOf(seen),
    keys: store.rows.size,
    versions: store.count,
    snapshot_reads_waiting: waiting.length,
    ...counters
  }
}

/** One line for logs, tests and the screen. */
export function describe({ id, clock, seen, store }: HlcState): string {
  return `${id} at ${hybridText(clock)} seen=[${seen.join(',')}] keys=${store.rows.size} versions=${store.count}`
}
