/** The links between many nodes at one moment as a drawing: from row to column, nodes that reach each other side by side. */
import type { ChartTheme } from '../../src-shared/charts/palette'
import type { ClusterFold } from '../../src-shared/folds/cluster'
import { LINK_STATES, linkMatrix, matrixBlocks, STATE_GLYPHS, STATE_WORDS } from '../../src-shared/folds/link-matrix'
import type { LinkMatrix, MatrixState } from '../../src-shared/folds/link-matrix'
import type { PartitionFold } from '../../src-shared/folds/partition'
import type { Point } from '../../src-shared/layout/circle'
import { shortName } from '../../src-shared/text/short-name'
import { escapeXml } from './draw'

/** A cluster, and how its links were when it started. */
export interface Moment {
  readonly cluster: ClusterFold
  readonly partition: PartitionFold
}

const CELL_PX_MIN = 2.5
/** A glyph can be read in it. */
const GLYPHS_FROM_PX = 12
const NAME_STEP_PX = 14
const NAME_CHARACTERS = 8
/** The legend: where each entry begins. */
const TROUBLES = [
  ['cut', 0],
  ['disturbed', 60],
  ['down', 185]
] as const

/** A square of `side_px`, names at its left and what colours mean below it, as parts of a drawing. `id`: of this theme's picture alone. */
export function linkHeatParts(run: Moment, theme: ChartTheme, { x, y }: Point, side_px: number, id: string): string {
  const blocks = matrixBlocks(run.cluster, [...run.cluster.nodes.keys()])
  const ordered = blocks.flatMap(({ nodes }) => nodes)
  const matrix = linkMatrix(run, ordered, Math.floor(side_px / CELL_PX_MIN))
  const cell_px = side_px / matrix.cells
  let end = 0
  const lines = blocks.slice(0, -1).map(({ nodes }) => {
    const at = ((end += nodes.length) / matrix.nodes_per_cell) * cell_px
    return `M${px(at)} 0V${side_px}M0 ${px(at)}H${side_px}`
  })
  return `<defs><pattern id="${id}" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="5" height="5" fill="${theme.ground}"/><rect width="1.6" height="5" fill="${theme.muted}"/></pattern></defs>
<g transform="translate(${x} ${y})"><text x="0" y="-12" font-weight="600" fill="${theme.text}">Links, from row to column</text>
${rowsOf(matrix, cell_px, theme, id)}
<path d="${lines.join('')}" stroke="${theme.text}" stroke-width="1.5"/>
${namesOf(matrix, cell_px, theme)}
${TROUBLES.map(([state, left]) => legend(state, left, side_px + 14, theme, id)).join('')}</g>`
}

/** Neighbours of a row that are alike are one rectangle. */
function rowsOf({ cells, codes, nodes_per_cell }: LinkMatrix, cell_px: number, theme: ChartTheme, hatch: string): string {
  const parts: string[] = []
  const gap_px = cell_px >= 6 ? 0.75 : 0
  const stateAt = (row: number, column: number): MatrixState | null =>
    column >= cells || (row === column && nodes_per_cell === 1) ? null : LINK_STATES[codes[row * cells + column]!]!
  for (let row = 0; row < cells; row++) {
    for (let column = 0, from = 0; column < cells; column++) {
      const state = stateAt(row, column)
      const next = stateAt(row, column + 1)
      const glyph = state && cell_px >= GLYPHS_FROM_PX ? STATE_GLYPHS[state] : undefined
      if (glyph) parts.push(glyphAt(glyph, (column + 0.5) * cell_px, (row + 0.5) * cell_px, fillOf(state!, theme, hatch).text))
      if (next !== null && state !== null && fillOf(next, theme, hatch).fill === fillOf(state, theme, hatch).fill) continue
      if (state !== null) {
        const size = `width="${px((column + 1 - from) * cell_px - gap_px)}" height="${px(cell_px - gap_px)}"`
        // Below the glyphs that stand in it.
        parts.unshift(
          `<rect x="${px(from * cell_px)}" y="${px(row * cell_px)}" ${size} fill="${fillOf(state, theme, hatch).fill}"/>`
        )
      }
      from = column + 1
    }
  }
  return parts.join('')
}

function fillOf(state: MatrixState, { conditions }: ChartTheme, hatch: string): { readonly fill: string; readonly text: string } {
  if (state === 'down') return { fill: `url(#${hatch})`, text: conditions.down.text }
  return state === 'cut' || state === 'disturbed' ? conditions[state] : conditions.open
}

function namesOf({ nodes, cells, nodes_per_cell }: LinkMatrix, cell_px: number, theme: ChartTheme): string {
  const every = Math.max(1, Math.ceil(NAME_STEP_PX / cell_px))
  const named = Array.from({ length: Math.ceil(cells / every) }, (_, i) => i * every)
  const text = (row: number): string => escapeXml(shortName(nodes[row * nodes_per_cell]!, NAME_CHARACTERS))
  return named
    .map(
      (row) =>
        `<text x="-6" y="${px((row + 0.5) * cell_px)}" fill="${theme.muted}" font-size="12" text-anchor="end" dominant-baseline="central">${text(row)}</text>`
    )
    .join('')
}

function legend(state: MatrixState, x: number, y: number, theme: ChartTheme, hatch: string): string {
  const { fill, text } = fillOf(state, theme, hatch)
  const glyph = STATE_GLYPHS[state]
  const key = `<rect x="${x}" y="${y}" width="13" height="13" fill="${fill}"/>${glyph ? glyphAt(glyph, x + 6.5, y + 6.5, text) : ''}`
  return `${key}<text x="${x + 18}" y="${y + 7}" fill="${theme.text}" font-size="12" dominant-baseline="central">${STATE_WORDS[state]}</text>`
}

function glyphAt(glyph: string, x: number, y: number, fill: string): string {
  return `<text x="${px(x)}" y="${px(y)}" fill="${fill}" font-size="11" font-weight="600" text-anchor="middle" dominant-baseline="central">${glyph}</text>`
}

function px(length: number): string {
  return String(Math.round(length * 10) / 10)
}
