import type { Span } from '../folds/time-buckets'

/** Rows of a lane: each span, oldest first, lies on the first row on which it overlaps none before it. */
export function rowsOf(spans: readonly Span[]): { readonly rows: number; readonly places: readonly number[] } {
  const free_from_us: number[] = []
  const places = spans.map(({ from_us, to_us }) => {
    const found = free_from_us.findIndex((free_us) => free_us <= from_us)
    const row = found === -1 ? free_from_us.length : found
    free_from_us[row] = to_us
    return row
  })
  return { rows: Math.max(1, free_from_us.length), places }
}
