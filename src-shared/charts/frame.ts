/** What all charts have in common: the time axis, the faults across it, election ticks, the empty state. */
import type { CustomSeriesOption, LineSeriesOption } from 'echarts/charts'
import type { EChartsCoreOption } from 'echarts/core'
import type { RunFold } from '../folds/run'
import { shortName } from '../text/short-name'
import type { ChartDefinition, ChartSize, ChartView } from './definition'
import { electionLayer } from './election-layer'
import type { FaultBand } from './fault-bands'
import { faultBands, LABEL_LANES_MAX } from './fault-bands'
import { faultLayer } from './fault-layer'
import type { ChartTheme } from './palette'
import { timeText, timeTicks } from './time-scale'

export type Series = LineSeriesOption | CustomSeriesOption
export type Axis = Readonly<Record<string, unknown>>

/** Where the plot lies within the picture, px. */
export interface Plot {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
  /** Where the room below the time axis begins, px from the top of the picture. */
  readonly below: number
}

export interface ChartBody {
  readonly yAxis: Axis
  readonly series: readonly Series[]
  /** Why there is nothing to show; null when there is. */
  readonly empty: string | null
  /** What the cursor says about a moment, one line each. */
  readonly tooltip: (t_us: number) => readonly string[]
  /** More graphic elements, in px of the picture. */
  readonly graphic?: readonly object[]
}

export interface ChartContext {
  readonly fold: RunFold
  readonly view: ChartView
  readonly theme: ChartTheme
  readonly size: ChartSize
}

/** Mean width of a character of the text font, in font sizes. */
const CHARACTER_EM = 0.6
const TICK_EVERY_EM = 6
/** Of a row of fault labels, in font sizes. */
const LANE_EM = 1.5
/** Room for a lane's name left of the plot, in font sizes. */
const LANE_NAME_EM = 4.9

export function textWidth(text: string, font_px: number): number {
  return text.length * CHARACTER_EM * font_px
}

export function laneHeight(theme: ChartTheme): number {
  return theme.small_px * LANE_EM
}

/** Left edge of a moment, px of the picture. */
export function timeToPx(t_us: number, view: ChartView, plot: Plot): number {
  return plot.left + ((t_us - view.from_us) / (view.to_us - view.from_us)) * plot.width
}

/** Text for the pictures of custom series. */
export function textShape(
  text: string,
  x: number,
  y: number,
  fill: string,
  theme: ChartTheme,
  font_px = theme.small_px,
  more: object = {}
): object {
  return {
    type: 'text',
    style: { text, x, y, fill, verticalAlign: 'middle', fontSize: font_px, fontFamily: theme.font, ...more }
  }
}

/** The plot's place: equal margins left and right in every chart, so that charts in a column share their time axis. */
export function plotOf(view: ChartView, theme: ChartTheme, size: ChartSize, below_px = 0): Plot {
  const em = theme.font_px
  const left = Math.round(em * 5.6)
  const right = Math.round(em * 8)
  const labels = view.fault_labels === false ? 0 : LABEL_LANES_MAX * laneHeight(theme)
  const top = Math.round(em * 0.7 + labels + (view.title ? theme.title_px * 1.7 : 0))
  const bottom = Math.round(em * (view.time_labels === false ? 0.6 : 1.9) + below_px)
  const height = Math.max(1, size.height_px - top - bottom)
  return { left, top, width: Math.max(1, size.width_px - left - right), height, below: top + height + bottom - below_px }
}

/** Puts a chart's own axis and series into the common frame. */
export function chartOption(
  chart: Pick<ChartDefinition, 'title' | 'subtitle'>,
  context: ChartContext,
  plot: Plot,
  body: ChartBody
): EChartsCoreOption {
  const { fold, view, theme, size } = context
  const { left, top, width, height } = plot
  const bands = faultBands(fold, view, (label) => (textWidth(label, theme.small_px) + 8) * secondsPerPx(view, plot))
  return {
    animation: false,
    backgroundColor: theme.ground,
    textStyle: { fontFamily: theme.font, fontSize: theme.font_px, color: theme.text },
    title: view.title ? titlesOf(chart, theme, size) : [],
    grid: { id: 'plot', left, top, width, height, outerBoundsMode: 'none' },
    xAxis: timeAxis(view, theme, plot),
    yAxis: { id: 'y', ...body.yAxis },
    tooltip: tooltipOf(theme, bands, body.tooltip),
    series: [...faultLayer(bands, view, theme, plot), electionLayer(fold, view, theme, plot), ...body.series],
    graphic: [...(body.empty === null ? [] : [emptyText(body.empty, theme, plot)]), ...(body.graphic ?? [])]
  }
}

/** A quiet axis of values: few labels, thin lines across. `text` gives a value its unit. */
export function valueAxis(theme: ChartTheme, text: (value: number) => string, more: Axis = {}): Axis {
  return {
    type: 'value',
    min: 0,
    splitNumber: 3,
    minInterval: 0,
    axisLine: { show: false },
    axisTick: { show: false },
    splitLine: { lineStyle: { color: theme.rule, width: 1 } },
    axisLabel: { color: theme.muted, fontSize: theme.small_px, formatter: text, hideOverlap: true },
    ...more
  }
}

/** Lanes from top to bottom, one per name. */
export function laneAxis(theme: ChartTheme, names: readonly string[], font_px = theme.font_px): Axis {
  const characters = Math.floor((LANE_NAME_EM * theme.font_px) / textWidth('x', font_px))
  const formatter = (name: string) => shortName(name, characters)
  return {
    type: 'category',
    data: [...names],
    inverse: true,
    axisLine: { show: false },
    axisTick: { show: false },
    splitLine: { show: false },
    axisLabel: { color: theme.text, fontSize: font_px, interval: 0, margin: theme.font_px * 0.7, formatter }
  }
}

/** 1,204 stays; from ten thousand on 12k, 1.2M. */
export function shortNumber(value: number): string {
  if (Math.abs(value) >= 1e6) return `${Number((value / 1e6).toPrecision(3))}M`
  if (Math.abs(value) >= 1e4) return `${Number((value / 1e3).toPrecision(3))}k`
  return Number(value.toPrecision(4)).toLocaleString('en')
}

export function secondsPerPx(view: ChartView, plot: Plot): number {
  return (view.to_us - view.from_us) / 1e6 / plot.width
}

/** Title at the left end, what is measured at the right end. */
function titlesOf(chart: Pick<ChartDefinition, 'title' | 'subtitle'>, theme: ChartTheme, size: ChartSize): object[] {
  const edge = Math.round(theme.font_px * 0.8)
  const style = (color: string, fontSize: number, fontWeight: string): object => ({
    color,
    fontSize,
    fontWeight,
    fontFamily: theme.font
  })
  const title = {
    id: 'title',
    text: chart.title,
    left: edge,
    top: edge / 2,
    textStyle: style(theme.text, theme.title_px, 'bold')
  }
  const top = edge / 2 + (theme.title_px - theme.font_px) * 0.8
  return [
    title,
    {
      id: 'subtitle',
      text: chart.subtitle,
      left: size.width_px - edge,
      textAlign: 'right',
      top,
      textStyle: style(theme.muted, theme.font_px, 'normal')
    }
  ]
}

function timeAxis(view: ChartView, theme: ChartTheme, plot: Plot): Axis {
  const ticks = timeTicks(view, plot.width, theme.small_px * TICK_EVERY_EM)
  return {
    id: 'time',
    type: 'value',
    min: view.from_us / 1e6,
    max: view.to_us / 1e6,
    splitLine: { show: false },
    axisLine: { show: true, onZero: false, lineStyle: { color: theme.muted, width: 1 } },
    axisTick: { show: true, customValues: ticks, lineStyle: { color: theme.muted } },
    axisLabel: {
      show: view.time_labels !== false,
      customValues: ticks,
      color: theme.muted,
      fontSize: theme.small_px,
      formatter: timeText
    }
  }
}

/** Plain text: an HTML tooltip would need inline styles, which the page's content security policy refuses. */
function tooltipOf(theme: ChartTheme, bands: readonly FaultBand[], lines: ChartBody['tooltip']): object {
  return {
    show: true,
    trigger: 'axis',
    renderMode: 'richText',
    confine: true,
    transitionDuration: 0,
    backgroundColor: theme.ground,
    borderColor: theme.muted,
    borderWidth: 1,
    padding: [6, 10],
    textStyle: { color: theme.text, fontSize: theme.small_px, fontFamily: theme.font },
    formatter: (hits: unknown) => {
      const first = (Array.isArray(hits) ? hits[0] : hits) as { axisValue?: number } | undefined
      if (first?.axisValue === undefined) return ''
      const t_s = Number(first.axisValue)
      const faults = bands.filter(({ from_s, to_s }) => t_s >= from_s && t_s <= to_s).map(({ label }) => `fault: ${label}`)
      return [timeText(Number(t_s.toFixed(2))), ...lines(t_s * 1e6), ...faults].join('\n')
    }
  }
}

function emptyText(text: string, theme: ChartTheme, plot: Plot): object {
  return {
    id: 'empty',
    type: 'text',
    silent: true,
    style: {
      text,
      x: plot.left + plot.width / 2,
      y: plot.top + plot.height / 2,
      align: 'center',
      verticalAlign: 'middle',
      fill: theme.muted,
      fontSize: theme.font_px,
      fontFamily: theme.font
    }
  }
}
