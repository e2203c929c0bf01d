/** Rows drawn beyond either edge, so that scrolling shows no gaps. */
const MARGIN_ROWS = 8

export interface RowRange {
  readonly from: number
  /** One beyond the last. */
  readonly to: number
}

/** The rows of a long list that are drawn when it is scrolled this far; all are equally high. */
export function visibleRows(scrolled_px: number, height_px: number, row_px: number, count: number): RowRange {
  const first = Math.floor(scrolled_px / row_px) - MARGIN_ROWS
  const last = Math.ceil((scrolled_px + height_px) / row_px) + MARGIN_ROWS
  const to = Math.min(count, last)
  return { from: Math.max(0, Math.min(first, to)), to }
}

/** How far the list must be scrolled so that a row is wholly in view; `scrolled_px` where it is already. */
export function scrollTo(row: number, scrolled_px: number, height_px: number, row_px: number): number {
  if (row * row_px < scrolled_px) return row * row_px
  return Math.max(scrolled_px, (row + 1) * row_px - height_px)
}
