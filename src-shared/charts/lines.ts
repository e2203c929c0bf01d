/** Lines over time with their names at their ends instead of a legend. */
import type { CustomSeriesOption, LineSeriesOption } from 'echarts/charts'
import type { Series } from './frame'
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
  /** At the right end, at the height of the newest value. */
  readonly label: string
}

/** Where a label wants to be, in values of the axis; null: at the bottom. */
interface End extends Pick<Line, 'label' | 'colour' | 'width' | 'dash'> {
  readonly value: number | null
}

export function lineSeries(lines: readonly Line[], theme: ChartTheme, plot: Plot): Series[] {
  const ends = lines.map((line): End => ({ ...line, value: line.points.at(-1)?.[1] ?? null }))
  return [...lines.map((line) => oneLine(line, theme)), endLabels(ends, theme, plot)]
}

export function oneLine(line: Line, theme: ChartTheme): LineSeriesOption {
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

/** All labels in one column right of the plot, moved apart where they would overlap. */
export function endLabels(ends: readonly End[], theme: ChartTheme, plot: Plot): CustomSeriesOption {
  const line_px = theme.small_px * 1.3
  const font_px = Math.min(theme.small_px, plot.height / Math.max(1, ends.length))
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
      const heights = ends.map(({ value }) => (value === null ? bottom : (api.coord([0, value])[1] ?? bottom)))
      const placed = moveApart(heights, line_px, plot.top, bottom)
      const x = plot.left + plot.width + 4
      const key_px = theme.font_px * 1.3
      const children = ends.flatMap(({ label, colour, width = 1, dash }, i) => {
        const y = placed[i]!
        const lineWidth = width * theme.line_px
        const lineDash = dash?.map((length) => length * lineWidth)
        return [
          { type: 'line', shape: { x1: x, x2: x + key_px, y1: y, y2: y }, style: { stroke: colour, lineWidth, lineDash } },
          textShape(label, x + key_px + 4, y, theme.text, theme, font_px)
        ]
      })
      return { type: 'group', children: children as never[] }
    }
  }
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
