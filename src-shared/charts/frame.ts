/** What all charts have in common: the time axis, the faults across it, election ticks, the empty state. */
import type { CustomSeriesOption, LineSeriesOption } from 'echarts/charts'
import type { EChartsCoreOption } from 'echarts/core'
import { NODES_MAX } from '../engine'
import type { RunFold } from '../folds/run'
import { shortName } from '../text/short-name'
import type { ChartDefinition, ChartSize, ChartView } from './definition'
import { tickLayer } from './tick-layer'
import type { FaultBand, LabelRoom } from './fault-bands'
import { faultBands } from './fault-bands'
import { faultLayer } from './fault-layer'
import { outageLayer } from './outage-layer'
import { outagesIn } from './outages'
import type { Outage } from './outages'
import type { ChartTheme } from './palette'
import type { Plot } from './plot'
import { LABEL_ROWS, rightEdge, secondsPerPx, textWidth } from './plot'
import { timeText, timeTicks } from './time-scale'
import { workAt, workLayer } from './work-layer'

export type Series = LineSeriesOption | CustomSeriesOption
export type Axis = Readonly<Record<string, unknown>>

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

const TICK_EVERY_EM = 6
/** Room for a lane's name left of the plot, and what its characters mostly take of it, in font sizes. */
const LANE_NAME_EM = { room: 4.9, character: 0.54 }

/** Puts a chart's own axis and series into the common frame. */
export function chartOption(
  chart: Pick<ChartDefinition, 'title' | 'subtitle' | 'timeless'>,
  context: ChartContext,
  plot: Plot,
  body: ChartBody
): EChartsCoreOption {
  const { fold, view, theme, size } = context
  const { left, top, width, height } = plot
  const bands = faultBands(fold, view, labelRoom(view, theme, plot, LABEL_ROWS.names))
  const outages = outagesIn(fold, view)
  return {
    animation: false,
    backgroundColor: theme.ground,
    textStyle: { fontFamily: theme.font, fontSize: theme.font_px, color: theme.text },
    title: view.title ? titlesOf(chart, theme, size) : [],
    grid: { id: 'plot', left, top, width, height, outerBoundsMode: 'none' },
    xAxis: { ...timeAxis(view, theme, plot), ...(chart.timeless && { show: false }) },
    yAxis: { id: 'y', ...body.yAxis },
    tooltip: tooltipOf(theme, bands, (t_us) => [...body.tooltip(t_us), ...workAt(fold, t_us), ...outagesAt(outages, t_us)]),
    series: chart.timeless
      ? body.series
      : [
          workLayer(fold, view, theme, plot),
          ...faultLayer(bands, view, theme, plot),
          outageLayer(outages, view, theme, plot),
          tickLayer(fold, view, theme, plot),
          ...body.series
        ],
    graphic: [...(body.empty === null ? [] : [emptyText(body.empty, theme, plot)]), ...(body.graphic ?? [])]
  }
}

/** Room for names of faults above a plot, in so many rows. */
export function labelRoom(view: ChartView, theme: ChartTheme, plot: Plot, lanes: number): LabelRoom {
  const per_px = secondsPerPx(view, plot)
  return {
    length_s: (label) => (textWidth(label, theme.small_px) + 8) * per_px,
    until_s: view.from_us / 1e6 + (rightEdge(theme, plot) - plot.left) * per_px,
    lanes
  }
}

function outagesAt(outages: readonly Outage[], t_us: number): string[] {
  return outages.flatMap(({ from_us, to_us, texts }) => (t_us >= from_us && t_us <= to_us ? texts.slice(0, 1) : []))
}

/** Parts of an axis of values: one is at least so many lines of its labels high. */
const VALUE_PARTS = { most: 3, line_em: 2.6 }

/** A quiet axis of values: as few labels as its height has room for, thin lines across. `text` gives a value its unit. */
export function valueAxis(
  theme: ChartTheme,
  { height }: Pick<Plot, 'height'>,
  text: (value: number) => string,
  more: Axis = {}
): Axis {
  const parts = Math.floor(height / (theme.small_px * VALUE_PARTS.line_em))
  return {
    type: 'value',
    min: 0,
    splitNumber: Math.max(1, Math.min(VALUE_PARTS.most, parts)),
    minInterval: 0,
    axisLine: { show: false },
    axisTick: { show: false },
    splitLine: { lineStyle: { color: theme.rule, width: 1 } },
    axisLabel: { color: theme.muted, fontSize: theme.small_px, formatter: text, hideOverlap: true },
    ...more
  }
}

/** So many lanes have their names beside them; of more only a few have. */
const LANES_NAMED = { all: NODES_MAX.processes, of_more: 8 }
/** From one name to the next, in font sizes. */
const LANE_NAME_LINE = 1.1

/** How rows are named so that names never touch: in which size, and every how many rows. */
export interface RowNames {
  readonly font_px: number
  readonly every: number
}

/** Of `count` rows in `height_px`: small text before rows go without a name. */
export function rowNames(theme: ChartTheme, count: number, height_px: number): RowNames {
  const row_px = height_px / Math.max(1, count)
  const font_px = row_px >= theme.font_px * LANE_NAME_LINE ? theme.font_px : theme.small_px
  const by_count = count <= LANES_NAMED.all ? 1 : Math.ceil(count / LANES_NAMED.of_more)
  return { font_px, every: Math.max(by_count, Math.ceil((font_px * LANE_NAME_LINE) / row_px)) }
}

/** Lanes of a plot of this height from top to bottom, one per name; where they are lower than a name is high only some have theirs. */
export function laneAxis(theme: ChartTheme, names: readonly string[], height_px: number): Axis {
  const { font_px, every } = rowNames(theme, names.length, height_px)
  const characters = Math.floor((LANE_NAME_EM.room * theme.font_px) / (LANE_NAME_EM.character * font_px))
  const formatter = (name: string) => shortName(name, characters)
  return {
    type: 'category',
    data: [...names],
    inverse: true,
    axisLine: { show: false },
    axisTick: { show: false },
    splitLine: { show: false },
    axisLabel: { color: theme.text, fontSize: font_px, interval: every - 1, margin: theme.font_px * 0.7, formatter }
  }
}

/** 1,204 stays; from ten thousand on 12k, 1.2M. */
export function shortNumber(value: number): string {
  if (Math.abs(value) >= 1e6) return `${Number((value / 1e6).toPrecision(3))}M`
  if (Math.abs(value) >= 1e4) return `${Number((value / 1e3).toPrecision(3))}k`
  return Number(value.toPrecision(4)).toLocaleString('en')
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
