/** Times without a leader as the Raft paper draws them: the share of elections that were over by then, for each range of timeouts. */
import type { EChartsCoreOption } from 'echarts/core'
import type { Election, ElectionStudy, TimeoutRange } from '../elections/elections'
import { electionsUnder, rangeText } from '../elections/elections'
import { percentileOf } from '../folds/histogram'
import type { ChartSize } from './definition'
import { valueAxis } from './frame'
import { logAxis } from './latency'
import type { Line } from './lines'
import { endLabels, oneLine } from './lines'
import type { ChartTheme } from './palette'
import { nodeColour } from './palette'
import type { Plot } from './plot'
import type { Point } from './points'
import { durationText } from './time-scale'

/** Percent at which a curve is drawn: all that a picture shows. */
const STEPS = 100
const PAPER_DOT_EM = 0.55
const MUTED_OPACITY = 0.35

/** `chosen`: drawn before the others, with the paper's percentiles as dots; null: all alike. */
export function electionCurves(
  study: Pick<ElectionStudy, 'batches'>,
  ranges: readonly TimeoutRange[],
  chosen: string | null,
  theme: ChartTheme,
  size: ChartSize
): EChartsCoreOption {
  const plot = plotWithin(theme, size)
  const curves = ranges
    .map((range, i) => ({ range, i, points: cumulative(electionsUnder(study, range.id)) }))
    .filter(({ points }) => points.length > 0)
  const all_ms = curves.flatMap(({ points }) => points.map(([ms]) => ms))
  const lines = curves.map(({ range, i, points }): Line => ({
    id: range.id,
    points,
    colour: nodeColour(theme, i),
    width: range.id === chosen ? 2 : 1,
    dash: i % 2 === 0 ? undefined : [5, 2],
    name: rangeText(range),
    value_text: ''
  }))
  const ends = lines.map(({ id, name, points, ...stroke }) => ({
    label: name,
    strokes: [stroke],
    value: shareAtEnd(id, points, ranges)
  }))
  const marked = curves.find(({ range }) => range.id === chosen)
  return {
    ...chartFrame(theme, plot),
    xAxis: durationAxis(all_ms, theme),
    yAxis: { id: 'y', ...valueAxis(theme, plot, (value) => `${value} %`, { max: 100 }) },
    series:
      lines.length === 0
        ? []
        : [
            ...lines.map((line) => faded(oneLine(line, theme), chosen !== null && line.id !== chosen)),
            endLabels(ends, theme, plot),
            ...(marked ? [paperDots(marked.range, nodeColour(theme, marked.i), theme)] : [])
          ]
  }
}

/** What charts over a time without a leader have in common. */
function chartFrame(theme: ChartTheme, plot: Plot) {
  return {
    animation: false,
    backgroundColor: theme.ground,
    textStyle: { fontFamily: theme.font, fontSize: theme.font_px, color: theme.text },
    grid: { id: 'plot', left: plot.left, top: plot.top, width: plot.width, height: plot.height, outerBoundsMode: 'none' },
    tooltip: { show: false }
  }
}

function durationAxis(all_ms: readonly number[], theme: ChartTheme): object {
  const axis = logAxis(all_ms, {})
  return {
    id: 'x',
    ...axis,
    splitLine: { show: false },
    axisLine: { show: true, onZero: false, lineStyle: { color: theme.muted, width: 1 } },
    axisLabel: { color: theme.muted, fontSize: theme.small_px, formatter: durationText, hideOverlap: true }
  }
}

/** Percent of the elections that were over by a time. */
function cumulative(elections: readonly Election[]): Point[] {
  const times_ms = elections.map(({ elected_ms }) => elected_ms).sort((a, b) => a - b)
  if (times_ms.length === 0) return []
  return Array.from({ length: STEPS + 1 }, (_, percent): Point => [percentileOf(times_ms, percent / STEPS)!, percent])
}

/** All curves end at 100 %: labels stand in the ranges' order, from there downwards. */
function shareAtEnd(id: string, points: readonly Point[], ranges: readonly TimeoutRange[]): number {
  return points.at(-1)![1]! - ranges.findIndex((range) => range.id === id)
}

function faded<Series extends { lineStyle?: object }>(series: Series, is_faded: boolean): Series {
  return is_faded ? { ...series, lineStyle: { ...series.lineStyle, opacity: MUTED_OPACITY } } : series
}

/** What the paper says of the range. */
function paperDots({ paper }: TimeoutRange, colour: string, theme: ChartTheme) {
  return {
    id: 'paper',
    type: 'line' as const,
    data: [
      [paper.p50, 50],
      [paper.p90, 90],
      [paper.p99, 99],
      [paper.max, 100]
    ],
    lineStyle: { width: 0 },
    symbol: 'circle',
    symbolSize: Math.round(theme.font_px * PAPER_DOT_EM),
    itemStyle: { color: theme.ground, borderColor: colour, borderWidth: theme.line_px },
    silent: true,
    z: 5
  }
}

function plotWithin(theme: ChartTheme, { width_px, height_px }: ChartSize): Plot {
  const em = theme.font_px
  const left = Math.round(em * 4.2)
  const top = Math.round(em * 0.9)
  const width = Math.max(1, width_px - left - Math.round(em * 9.5))
  const height = Math.max(1, height_px - top - Math.round(em * 2.2))
  return { left, top, width, height, below: height_px }
}
