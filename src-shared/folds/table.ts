/** A series as rows and columns: what CSV and JSON files hold. */
import type { Gauge, TimeBuckets } from './time-buckets'

export type Value = string | number | boolean | null

export interface Table {
  /** For the file's name. */
  readonly name: string
  readonly title: string
  /** Names carry their units: `p50_ms`, `t_s`. */
  readonly columns: readonly string[]
  /** Made as they are read, so that a long history is never held as text. */
  rows(): Iterable<readonly Value[]>
}

/** Everything that gauges hold, the newest of each step. */
export function* gaugeCells(gauges: TimeBuckets<Gauge>): IterableIterator<Gauge> {
  for (const [, gauge] of gauges.cellsIn({ from_us: 0, to_us: Infinity })) yield gauge
}

export function toSeconds(t_us: number | null): number | null {
  return t_us === null ? null : t_us / 1e6
}

/** Three decimals: whole microseconds. */
export function toMilliseconds(length_us: number | undefined): number | null {
  return length_us === undefined ? null : Math.round(length_us) / 1000
}
