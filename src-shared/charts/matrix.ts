/** The partition as n×n grids: from row to column, one grid per step in time. */
import type { LinkCondition } from '../folds/partition'
import { shortName } from '../text/short-name'
import type { Plot } from './plot'
import { textShape, textWidth } from './plot'
import type { ChartTheme } from './palette'
import type { ShownStep } from './partition-steps'
import { groupText } from './partition-steps'
import { timeText } from './time-scale'

const GLYPHS: Readonly<Record<LinkCondition, string>> = { open: '', disturbed: '~', cut: '×', down: '○' }
/** Of a name at the left of a grid. */
const ROW_NAME_CHARACTERS = 9
/** Lines of words under a grid: the groups, quorum first. */
const WORDS_MAX = 2

/** As many steps as fit side by side in the room below the plot: the last one and those with the most cut links, oldest first. */
export function matrixGraphics(steps: readonly ShownStep[], theme: ChartTheme, plot: Plot, room_px: number): object[] {
  const em = theme.font_px
  const [nodes = []] = steps.map(({ step }) => step.nodes).sort((a, b) => b.length - a.length)
  const words_px = (WORDS_MAX + 1) * theme.small_px * 1.35
  const cell = Math.max(4, Math.min(em * 2, (room_px - em * 2.2 - words_px) / (nodes.length + 1)))
  const longest = textWidth(`${nodes.join(' ')}: quorum`, theme.small_px)
  const width = Math.max(longest + em, cell * (nodes.length + 2))
  const columns = Math.max(1, Math.floor((plot.width + em * 6) / width))
  const top = plot.below + em * 0.3
  return worst(steps, columns).flatMap((shown, i) => {
    const left = plot.left + i * width
    const below = top + (nodes.length + 1) * cell + theme.small_px * 0.9
    return [...grid(shown, theme, left, top, cell), ...words(shown, i, theme, left, below)]
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
  const font_px = Math.min(theme.small_px, cell * 0.62)
  const text = (name: string, word: string, x: number, y: number, fill: string, align: string): object => ({
    id: `${id} ${name}`,
    silent: true,
    ...textShape(word, x, y, fill, theme, font_px, { align })
  })
  return nodes.flatMap((from, row) => [
    text(
      `row ${from}`,
      shortName(from, ROW_NAME_CHARACTERS),
      left - theme.font_px * 0.5,
      top + (row + 1.5) * cell,
      theme.text,
      'right'
    ),
    text(
      `column ${from}`,
      shortName(from, Math.max(3, Math.floor(cell / textWidth('x', font_px)))),
      left + (row + 0.5) * cell,
      top + cell * 0.5,
      theme.text,
      'center'
    ),
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
        text(`glyph ${from}>${to}`, GLYPHS[condition], x + cell / 2, y + cell / 2, mark.text, 'center')
      ]
    })
  ])
}

function words({ from_us, to_us, step }: ShownStep, place: number, theme: ChartTheme, left: number, top: number): object[] {
  const groups = [...step.groups].sort((a, b) => Number(b.quorum) - Number(a.quorum)).map(groupText)
  const more =
    groups.length > WORDS_MAX ? [...groups.slice(0, WORDS_MAX - 1), `and ${groups.length - WORDS_MAX + 1} more groups`] : groups
  const lines = [`${timeText(tenths(from_us))} – ${timeText(tenths(to_us))}`, ...more]
  return lines.map((line, i) => ({
    id: `words ${place} ${i}`,
    silent: true,
    ...textShape(line, left, top + i * theme.small_px * 1.35, i === 0 ? theme.muted : theme.text, theme)
  }))
}

function tenths(t_us: number): number {
  return Math.round(t_us / 1e5) / 10
}
