/** Points of lines from buckets: aligned to round steps, with gaps where nothing is known. */
import type { OperationsCell, OperationsFold } from '../folds/operations'
import type { Gauge, Span, TimeBuckets } from '../folds/time-buckets'

export type Point = readonly [t_s: number, value: number | null]

/** A cell of the operations at the display's step; `cell` is null where nothing completed. */
export interface DisplayCell {
  readonly start_us: number
  readonly cell: OperationsCell | null
}

/** Merged cells of whole steps within the view, from the first operation on. The step that is still filling is left out. */
export function operationCells(fold: OperationsFold, view: Span, step_us: number, now_us: number): DisplayCell[] {
  if (fold.first_us === null) return []
  const first = Math.floor(Math.max(view.from_us, fold.first_us) / step_us)
  const last = Math.floor(Math.min(view.to_us, now_us) / step_us)
  const cells: DisplayCell[] = []
  for (let i = first; i < last; i += 1) {
    const span = { from_us: i * step_us, to_us: (i + 1) * step_us }
    const cell = fold.buckets.sum(span)
    const any = cell.ok + cell.fail + cell.unknown > 0 || cell.incomplete
    cells.push({ start_us: span.from_us, cell: any ? cell : null })
  }
  return cells
}

/**
 * The newest value of each step; a value holds until the next one, and is missing from where its source went away (NaN).
 * `until_us`: how far the stream is known.
 */
export function heldPoints(gauges: TimeBuckets<Gauge>, view: Span, step_us: number, until_us: number): Point[] {
  const points: Point[] = []
  const end_us = Math.min(view.to_us, until_us)
  let value: number | null = null
  for (const [, { t_us, last }] of gauges.cellsIn({ from_us: 0, to_us: end_us + 1 })) {
    const before = value
    value = Number.isNaN(last) ? null : last
    if (t_us < view.from_us) continue
    if (points.length === 0 && before !== null) points.push([view.from_us / 1e6, before])
    addPoint(points, t_us, value, step_us)
  }
  if (value !== null) points.push([Math.max(view.from_us, end_us) / 1e6, value])
  return points
}

/** Samples, the largest of each cell; a pause of more than `gap_us` between two is a gap. */
export function sampledPoints(gauges: TimeBuckets<Gauge>, view: Span, step_us: number, gap_us: number): Point[] {
  const points: Point[] = []
  let last_us = Infinity
  for (const [, { t_us, last, max }] of gauges.cellsIn({ ...view, to_us: view.to_us + 1 })) {
    if (t_us - last_us > gap_us) points.push([last_us / 1e6, null])
    addPoint(points, t_us, Number.isNaN(last) ? null : max, step_us)
    last_us = t_us
  }
  return points
}

/** One point per step is all that the screen can show; gaps always stay. */
function addPoint(points: Point[], t_us: number, value: number | null, step_us: number): void {
  const last = points.at(-1)
  const same = last && last[1] !== null && value !== null && Math.floor((last[0] * 1e6) / step_us) === Math.floor(t_us / step_us)
  if (same) points.pop()
  points.push([t_us / 1e6, value])
}
