import { LINK_STATES, STATE_GLYPHS } from '../../../src-shared/folds/link-matrix'
import type { LinkMatrix } from '../../../src-shared/folds/link-matrix'

/** By state's code. */
export interface HeatLook {
  readonly fills: readonly (string | CanvasPattern)[]
  /** Of glyphs and of lines between groups. */
  readonly ink: string
  readonly ground: string
  readonly font: string
}

/** Cells are apart where that leaves something of them, and bear glyphs where these can be read, pixels. */
const GAP_FROM_PX = 6
const GLYPHS_FROM_PX = 12
const GLYPH_EM = 0.8
const HATCH_PX = 5
/** Lines around smaller groups would hide them. */
const LINES_APART_PX = 8

/** As the styles of this canvas say; read anew with each theme. */
export function heatLook(canvas: HTMLCanvasElement): HeatLook {
  const style = getComputedStyle(canvas)
  const read = (name: string): string => style.getPropertyValue(name)
  const fills = LINK_STATES.map((state) => {
    const colour = read(`--heat-${state}`)
    return state === 'down' ? hatch(colour, read('--ground')) : colour
  })
  return { fills, ink: read('--ink'), ground: read('--surface'), font: style.fontFamily }
}

function hatch(colour: string, ground: string): CanvasPattern | string {
  const tile = document.createElement('canvas')
  tile.width = tile.height = HATCH_PX
  const context = tile.getContext('2d')
  if (!context) return colour
  context.fillStyle = ground
  context.fillRect(0, 0, HATCH_PX, HATCH_PX)
  context.strokeStyle = colour
  context.lineWidth = 1.5
  context.beginPath()
  for (const shift of [-HATCH_PX, 0, HATCH_PX]) {
    context.moveTo(shift, HATCH_PX)
    context.lineTo(shift + HATCH_PX, 0)
  }
  context.stroke()
  return context.createPattern(tile, 'repeat') ?? colour
}

/** `ends`: where groups end, in cells. */
export function paintHeat(
  canvas: HTMLCanvasElement,
  { cells, codes, nodes_per_cell }: LinkMatrix,
  ends: readonly number[],
  side_px: number,
  { fills, ink, ground, font }: HeatLook
): void {
  const context = canvas.getContext('2d')
  if (!context || side_px === 0) return
  canvas.width = canvas.height = Math.round(side_px * devicePixelRatio)
  context.scale(devicePixelRatio, devicePixelRatio)
  const cell_px = side_px / cells
  const gap_px = cell_px >= GAP_FROM_PX ? 1 : 0
  const edges = Array.from({ length: cells + 1 }, (_, cell) => Math.round(cell * cell_px))
  context.font = `600 ${Math.floor(cell_px * GLYPH_EM)}px ${font}`
  context.textAlign = 'center'
  context.textBaseline = 'middle'
  for (let row = 0; row < cells; row++) {
    for (let column = 0; column < cells; column++) {
      if (row === column && nodes_per_cell === 1) continue
      const code = codes[row * cells + column]!
      const [x, y] = [edges[column]!, edges[row]!]
      context.fillStyle = fills[code]!
      context.fillRect(x, y, edges[column + 1]! - x - gap_px, edges[row + 1]! - y - gap_px)
      const glyph = cell_px >= GLYPHS_FROM_PX && STATE_GLYPHS[LINK_STATES[code]!]
      if (!glyph) continue
      context.fillStyle = ground
      context.fillText(glyph, x + cell_px / 2, y + cell_px / 2)
    }
  }
  context.fillStyle = ink
  let last_px = 0
  for (const [i, end] of ends.entries()) {
    const at_px = end * cell_px
    const next_px = (ends[i + 1] ?? cells) * cell_px
    if (at_px - last_px < LINES_APART_PX || next_px - at_px < LINES_APART_PX) continue
    last_px = at_px
    const line_px = Math.round(at_px) - 1.5
    context.fillRect(line_px, 0, 2, side_px)
    context.fillRect(0, line_px, side_px, 2)
  }
}
