import type { Point, Size } from './geometry'

/** More clients are one chip with their number. */
export const CLIENTS_SHOWN_MAX = 8
/** From the edge to a chip's middle, at least; and from what stands between the columns, at most. */
const EDGE_PX = 48
const APART_PX = 130
const SPACING_PX = { least: 30, most: 64 }

/** Places of so many chips in two columns, left and right of nodes that take this width in the middle of the stage, in their order from the top left. */
export function clientPlaces(count: number, stage: Size, top_px: number, nodes_width_px: number): Point[] {
  const left = Math.ceil(count / 2)
  const aside = Math.min(stage.width / 2 - EDGE_PX, nodes_width_px / 2 + APART_PX)
  return Array.from({ length: count }, (_, i) => {
    const [row, rows] = i < left ? [i, left] : [i - left, count - left]
    const spacing = Math.max(SPACING_PX.least, Math.min(SPACING_PX.most, stage.height / (rows + 1)))
    return {
      x: stage.width / 2 + (i < left ? -aside : aside),
      y: top_px + stage.height / 2 + (row - (rows - 1) / 2) * spacing
    }
  })
}
