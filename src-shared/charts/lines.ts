/** Lines over time with their names at their ends instead of a legend. */
import type { CustomSeriesOption, LineSeriesOption } from 'echarts/charts'
import type { Series } from './frame'
import { nameRanges } from '../text/name-ranges'
import type { Plot } from './plot'
import { textShape } from './plot'
import type { ChartTheme } from './palette'
import type { Point } from './points'

export interface Line {
  readonly id: string
  readonly points: readonly Point[]
  readonly colour: string
  /** In line widths of the theme. */
  readonly width?: number
  /** Lengths of dashes and gaps in line widths; absent: solid. */
  readonly dash?: readonly number[]
  /** Hold each value until the next point instead of sloping to it. */
  readonly step?: boolean
  /** At the right end, at the height of the newest value, with that value in words; lines with the same one share a label. */
  readonly name: string
  readonly value_text: string
}

type Stroke = Pick<Line, 'colour' | 'width' | 'dash'>

/** A label at the right end of lines. */
export interface End {
  readonly label: string
  /** Of the lines that it names. */
  readonly strokes: readonly Stroke[]
  /** Where it wants to be, in values of the axis; null: at the bottom. */
  readonly value: number | null
}

/** Longer names of lines that end together are a count. */
const NAMES_CHARACTERS = 10

export function lineSeries(lines: readonly Line[], theme: ChartTheme, plot: Plot): Series[] {
  return [...lines.map((line) => oneLine(line, theme)), endLabels(lineEnds(lines), theme, plot)]
}

/** A label for each value at which lines end: `n1–n5 14.2k`. */
export function lineEnds(lines: readonly Line[]): End[] {
  const by_text = new Map<string, Line[]>()
  for (const line of lines) {
    const key = line.value_text || line.id
    const alike = by_text.get(key)
    if (alike) alike.push(line)
    else by_text.set(key, [line])
  }
  const all = lines.map(({ name }) => name)
  return [...by_text.values()].map((alike) => ({
    label: `${namesText(all, alike)} ${alike[0]!.value_text}`.trim(),
    strokes: alike,
    value: alike[0]!.points.at(-1)?.[1] ?? null
  }))
}

function namesText(all: readonly string[], lines: readonly Line[]): string {
  const [first, ...others] = lines.map(({ name }) => name)
  const names = nameRanges(all, [first!, ...others])
  return others.length === 0 || names.length <= NAMES_CHARACTERS ? names : `${first} +${others.length}`
}

export function oneLine(line: Omit<Line, 'name' | 'value_text'>, theme: ChartTheme): LineSeriesOption {
  const width = (line.width ?? 1) * theme.line_px
  const dash = line.dash?.map((length) => length * width)
  return {
    id: line.id,
    name: line.id,
    type: 'line',
    data: line.points.map((point, i) => dataItem(point, line.points[i - 1], line.points[i + 1], width)),
    symbol: 'none',
    silent: true,
    connectNulls: false,
    z: 3,
    step: line.step ? 'end' : false,
    lineStyle: { color: line.colour, width, type: dash ?? 'solid', cap: 'butt' },
    itemStyle: { color: line.colour }
  }
}

/** A value alone between two gaps has no line to be seen by: it gets a dot. */
function dataItem([t_s, value]: Point, before: Point | undefined, after: Point | undefined, width: number) {
  const alone = value !== null && (before?.[1] ?? null) === null && (after?.[1] ?? null) === null
  if (!alone) return [t_s, value ?? '-']
  return { value: [t_s, value], symbol: 'circle', symbolSize: 2.5 * width }
}

/** All labels in one column right of the plot, moved apart where they would overlap; of more than have room a few. */
export function endLabels(ends: readonly End[], theme: ChartTheme, plot: Plot): CustomSeriesOption {
  const line_px = theme.small_px * 1.3
  const rows = Math.max(1, Math.floor(plot.height / line_px))
  return {
    id: 'ends',
    name: 'ends',
    type: 'custom',
    silent: true,
    z: 4,
    clip: false,
    tooltip: { show: false },
    encode: { x: -1, y: -1 },
    data: [0],
    renderItem: (_, api) => {
      const bottom = plot.top + plot.height
      const wanted = ends.map(({ label, strokes, value }) => ({
        label,
        strokes,
        y: value === null ? bottom : (api.coord([0, value])[1] ?? bottom)
      }))
      const shown = outermost(wanted, rows)
      const placed = moveApart(
        shown.map(({ y }) => y),
        line_px,
        plot.top,
        bottom
      )
      const x = plot.left + plot.width + 4
      const key_px = theme.font_px * 1.3
      const children = shown.flatMap(({ label, strokes }, i) => [
        ...keyShapes(strokes, x, key_px, placed[i]!, theme),
        textShape(label, x + key_px + 4, placed[i]!, theme.text, theme)
      ])
      return { type: 'group', children: children as never[] }
    }
  }
}

interface PlacedEnd extends Omit<End, 'value'> {
  readonly y: number
}

/** As many as have room: the highest and the lowest, and between them one that counts the others. */
export function outermost(ends: readonly PlacedEnd[], rows: number): PlacedEnd[] {
  if (ends.length <= rows) return [...ends]
  const ordered = [...ends].sort((a, b) => a.y - b.y)
  const upper = Math.ceil((rows - 1) / 2)
  const lower = rows - 1 - upper
  const hidden = ordered.slice(upper, ordered.length - lower)
  const middle = { label: `${hidden.length} more`, strokes: [], y: hidden[Math.floor(hidden.length / 2)]!.y }
  return [...ordered.slice(0, upper), middle, ...ordered.slice(ordered.length - lower)]
}

/** A piece of each line, side by side. */
function keyShapes(strokes: readonly Stroke[], x: number, key_px: number, y: number, theme: ChartTheme): object[] {
  const piece_px = key_px / strokes.length
  return strokes.map(({ colour, width = 1, dash }, i) => {
    const lineWidth = width * theme.line_px
    const lineDash = dash?.map((length) => length * lineWidth)
    const x1 = x + i * piece_px
    return { type: 'line', shape: { x1, x2: x1 + piece_px, y1: y, y2: y }, style: { stroke: colour, lineWidth, lineDash } }
  })
}

/** Heights at least `apart` from each other and within the bounds, in the same order, each as near as can be to what it wanted. */
export function moveApart(wanted: readonly number[], apart: number, top: number, bottom: number): number[] {
  const gap = Math.min(apart, (bottom - top) / Math.max(1, wanted.length))
  const order = wanted.map((_, i) => i).sort((a, b) => wanted[a]! - wanted[b]! || a - b)
  const placed = [...wanted]
  let lowest = top + gap / 2
  for (const i of order) {
    placed[i] = Math.max(wanted[i]!, lowest)
    lowest = placed[i]! + gap
  }
  let highest = bottom - gap / 2
  for (const i of order.reverse()) {
    placed[i] = Math.min(placed[i]!, highest)
    highest = placed[i]! - gap
  }
  return placed
}
