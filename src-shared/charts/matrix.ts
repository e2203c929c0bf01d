/** The partition as n×n grids: from row to column, one grid per step in time. */
import type { LinkCondition } from '../folds/partition'
import { shortName } from '../text/short-name'
import type { Plot } from './plot'
import { rowNames } from './frame'
import { textShape, textWidth } from './plot'
import type { ChartTheme } from './palette'
import type { ShownStep } from './partition-steps'
import { groupTextOf } from './partition-steps'
import { timeText } from './time-scale'

const GLYPHS: Readonly<Record<LinkCondition, string>> = { open: '', disturbed: '~', cut: '×', down: '○' }
/** Of a name at the left of a grid. */
const ROW_NAME_CHARACTERS = 9
/** Of a name above it. */
const COLUMN_NAME_CHARACTERS = 4
/** Lines of words under a grid: the groups, quorum first. */
const WORDS_MAX = 2
/** Of such a line; names side by side are a range in it. */
const WORDS_CHARACTERS = 36

/** From one line of words to the next, in font sizes. */
const WORDS_LINE = 1.35
/** A cell whose glyph can be read, in font sizes. */
const CELL_EM = 1.1

/** As many steps as fit side by side in the room below the plot: the last one and those with the most cut links, oldest first. */
export function matrixGraphics(steps: readonly ShownStep[], theme: ChartTheme, plot: Plot, room_px: number): object[] {
  const em = theme.font_px
  const [nodes = []] = steps.map(({ step }) => step.nodes).sort((a, b) => b.length - a.length)
  const words_px = (WORDS_MAX + 1) * theme.small_px * WORDS_LINE
  const fitting = (height_px: number): number => Math.max(4, Math.min(em * 2, height_px / (nodes.length + 1)))
  const cell_above = fitting(room_px - em * 2.2 - words_px)
  // Where there is little height, words beside the grids leave it to the cells.
  const beside = cell_above < em * CELL_EM
  const cell = beside ? fitting(room_px - em) : cell_above
  const longest = textWidth('x'.repeat(Math.min(WORDS_CHARACTERS, `${nodes.join(' ')}: quorum`.length)), theme.small_px)
  const grid_px = cell * (nodes.length + 0.5)
  const width = beside ? grid_px + longest + em * 3 : Math.max(longest + em, grid_px + cell * 1.5)
  const columns = Math.max(1, Math.floor((plot.width + em * 6) / width))
  const top = plot.below + em * 0.3
  return worst(steps, columns).flatMap((shown, i) => {
    const left = plot.left + i * width
    const at = beside
      ? { left: left + grid_px, top: top + cell + theme.small_px }
      : { left, top: top + (nodes.length + 1) * cell + theme.small_px * 0.9 }
    return [...grid(shown, theme, left, top, cell), ...words(shown, i, theme, at.left, at.top)]
  })
}

function worst(steps: readonly ShownStep[], count: number): ShownStep[] {
  const cuts = ({ step }: ShownStep): number => step.conditions.filter((condition) => condition === 'cut').length
  const last = steps.slice(-1)
  const others = steps.slice(0, -1).sort((a, b) => cuts(b) - cuts(a) || b.from_us - a.from_us)
  return [...others.slice(0, count - 1), ...last].sort((a, b) => a.from_us - b.from_us)
}

function grid(shown: ShownStep, theme: ChartTheme, left: number, top: number, cell: number): object[] {
  const id = `matrix ${shown.from_us}`
  const { nodes } = shown.step
  const glyph_px = Math.min(theme.small_px, cell * 0.62)
  const names = rowNames(theme, nodes.length, nodes.length * cell)
  const columns = Math.max(1, Math.ceil(textWidth('x'.repeat(COLUMN_NAME_CHARACTERS), theme.small_px) / cell))
  const text = (
    name: string,
    word: string,
    at: readonly [x: number, y: number],
    fill: string,
    font_px: number,
    align: string
  ): object => ({
    id: `${id} ${name}`,
    silent: true,
    ...textShape(word, ...at, fill, theme, font_px, { align })
  })
  const rowName = (node: string, row: number): object[] => {
    if (row % names.every > 0) return []
    const at = [left - theme.font_px * 0.5, top + (row + 1.5) * cell] as const
    return [text(`row ${node}`, shortName(node, ROW_NAME_CHARACTERS), at, theme.text, theme.small_px, 'right')]
  }
  const columnName = (node: string, column: number): object[] => {
    if (column % columns > 0) return []
    const at = [left + (column + 0.5) * cell, top + cell - theme.small_px * 0.6] as const
    return [text(`column ${node}`, shortName(node, COLUMN_NAME_CHARACTERS), at, theme.text, theme.small_px, 'center')]
  }
  return nodes.flatMap((from, row) => [
    ...rowName(from, row),
    ...columnName(from, row),
    ...nodes.flatMap((to, column) => {
      if (row === column) return []
      const condition = shown.step.conditions[row * nodes.length + column]!
      const mark = theme.conditions[condition]
      const x = left + column * cell
      const y = top + (row + 1) * cell
      const hollow = condition === 'down' ? { stroke: mark.text, lineWidth: 1, lineDash: [2, 2] } : {}
      const shape = { x: x + 1, y: y + 1, width: cell - 2, height: cell - 2 }
      return [
        { id: `${id} ${from}>${to}`, type: 'rect', silent: true, shape, style: { fill: mark.fill, ...hollow } },
        text(`glyph ${from}>${to}`, GLYPHS[condition], [x + cell / 2, y + cell / 2], mark.text, glyph_px, 'center')
      ]
    })
  ])
}

function words({ from_us, to_us, step }: ShownStep, place: number, theme: ChartTheme, left: number, top: number): object[] {
  const groups = [...step.groups].sort((a, b) => Number(b.quorum) - Number(a.quorum)).map(groupTextOf(step.nodes))
  const more =
    groups.length > WORDS_MAX ? [...groups.slice(0, WORDS_MAX - 1), `and ${groups.length - WORDS_MAX + 1} more groups`] : groups
  const lines = [`${timeText(tenths(from_us))} – ${timeText(tenths(to_us))}`, ...more]
  return lines.map((line, i) => ({
    id: `words ${place} ${i}`,
    silent: true,
    ...textShape(line, left, top + i * theme.small_px * WORDS_LINE, i === 0 ? theme.muted : theme.text, theme)
  }))
}

function tenths(t_us: number): number {
  return Math.round(t_us / 1e5) / 10
}
