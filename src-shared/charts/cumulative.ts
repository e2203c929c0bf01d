/** Curves of how many were over by a time, on a logarithmic axis of time. */
import type { EChartsCoreOption } from 'echarts/core'
import { percentileOf } from '../folds/histogram'
import type { ChartSize } from './definition'
import type { Series } from './frame'
import { valueAxis } from './frame'
import type { Line } from './lines'
import { endLabels, oneLine } from './lines'
import type { ChartTheme } from './palette'
import type { Plot } from './plot'
import type { Point } from './points'
import { durationText } from './time-scale'

/** Percent at which a curve is drawn: all that a picture shows. */
const STEPS = 100
/** The same whatever is drawn, so that one sees the curves move. */
const SPAN_MS = [10, 10_000] as const
const FADED_OPACITY = 0.35

/** Percent of the times that are not above a time. */
export function cumulativePoints(times_ms: readonly number[]): Point[] {
  if (times_ms.length === 0) return []
  return Array.from({ length: STEPS + 1 }, (_, percent): Point => [percentileOf(times_ms, percent / STEPS)!, percent])
}

/** A line that may step back behind the others. */
export interface CumulativeLine extends Line {
  readonly is_faded?: boolean
}

/** `more`: what is drawn over the lines. */
export function cumulativeChart(
  lines: readonly CumulativeLine[],
  more: readonly Series[],
  theme: ChartTheme,
  size: ChartSize
): EChartsCoreOption {
  const plot = plotWithin(theme, size)
  const ends = lines.map(({ name, ...stroke }) => ({ label: name, strokes: [stroke], value: STEPS }))
  return {
    animation: false,
    backgroundColor: theme.ground,
    textStyle: { fontFamily: theme.font, fontSize: theme.font_px, color: theme.text },
    grid: { id: 'plot', left: plot.left, top: plot.top, width: plot.width, height: plot.height, outerBoundsMode: 'none' },
    tooltip: { show: false },
    xAxis: {
      id: 'x',
      type: 'log',
      logBase: 10,
      min: SPAN_MS[0],
      max: SPAN_MS[1],
      splitLine: { show: false },
      axisLine: { show: true, onZero: false, lineStyle: { color: theme.muted, width: 1 } },
      axisLabel: { color: theme.muted, fontSize: theme.small_px, formatter: durationText, hideOverlap: true }
    },
    yAxis: { id: 'y', ...valueAxis(theme, plot, (value) => `${value} %`, { max: 100 }) },
    series: lines.length === 0 ? [] : [...lines.map((line) => drawn(line, theme)), endLabels(ends, theme, plot), ...more]
  }
}

function drawn(line: CumulativeLine, theme: ChartTheme): Series {
  const series = oneLine(line, theme)
  // Said either way: charts keep what the next options leave out.
  return { ...series, lineStyle: { ...series.lineStyle, opacity: line.is_faded ? FADED_OPACITY : 1 } }
}

function plotWithin(theme: ChartTheme, { width_px, height_px }: ChartSize): Plot {
  const em = theme.font_px
  const left = Math.round(em * 4.2)
  const top = Math.round(em * 0.9)
  const width = Math.max(1, width_px - left - Math.round(em * 9.5))
  const height = Math.max(1, height_px - top - Math.round(em * 2.2))
  return { left, top, width, height, below: height_px }
}
