/** Where the true time must be if most sources are right (Marzullo & Owicki 1983). Pure. */
import type { ClockInterval } from '../../../../src-shared/clock/interval'

/**
 * From the first to the last point that so many of the intervals have in common; null: there is none. It holds the true value as long as so
 * many of the intervals do.
 */
export function intersection(intervals: readonly ClockInterval[], least: number): ClockInterval | null {
  const edges = intervals.flatMap(({ earliest_us, latest_us }) => [
    { at_us: earliest_us, change: 1 },
    { at_us: latest_us, change: -1 }
  ])
  // Intervals that only touch have that point in common.
  edges.sort((a, b) => a.at_us - b.at_us || b.change - a.change)
  let covering = 0
  let earliest_us: number | null = null
  let latest_us = 0
  for (const { at_us, change } of edges) {
    if (change === -1 && covering >= least) latest_us = at_us
    covering += change
    if (covering >= least) earliest_us ??= at_us
  }
  return earliest_us === null ? null : { earliest_us, latest_us }
}

export function overlap(a: ClockInterval, b: ClockInterval): boolean {
  return a.earliest_us <= b.latest_us && b.earliest_us <= a.latest_us
}
