/** A figure of several runs over the number by which they differ; a dot for each run, with its letter, and what others measured, dashed. */
import type { EChartsCoreOption } from 'echarts/core'
import { RUN_LETTERS } from '../folds/comparison'
import type { FigureCurve, VariedParameter } from '../folds/varied-parameter'
import type { ChartSize } from './definition'
import { shortNumber, valueAxis } from './frame'
import { oneLine } from './lines'
import type { ChartTheme } from './palette'
import type { Point } from './points'
import { durationText } from './time-scale'

/** Beyond this factor between the ends, steps of the parameter are taken for factors. */
const LOG_FROM = 8
/** Room beside the first and the last run, as a factor, or as a share of the axis. */
const MARGIN = { factor: 1.4, share: 0.08 }
const DOT_EM = 0.6
const REFERENCE_DASH = [5, 3]

/** A value in its unit, for axes and tables; null: the run has none. */
export function withUnit(value: number | null, unit: string): string {
  if (value === null) return '–'
  if (unit === 'ms') return durationText(value)
  return `${shortNumber(value)}${unit && ` ${unit}`}`
}

/** Whose figures are drawn dashed, after a separator; empty: nobody's. */
export function referenceText({ reference }: FigureCurve): string {
  return reference === null ? '' : ` · dashed: ${reference.of}`
}

export function figureCurve(varied: VariedParameter, curve: FigureCurve, theme: ChartTheme, size: ChartSize): EChartsCoreOption {
  const em = theme.font_px
  const grid = {
    left: Math.round(em * 4.6),
    top: Math.round(em * 1.8),
    width: Math.max(1, size.width_px - Math.round(em * 6.6)),
    height: Math.max(1, size.height_px - Math.round(em * 4.2))
  }
  const points = varied.values
    .map((x, run) => ({ x, value: curve.values[run]!, letter: RUN_LETTERS[run]! }))
    .filter(({ value }) => value !== null)
    .sort((a, b) => a.x - b.x)
  const reference = varied.values
    .map((x, run): Point => [x, curve.reference?.values[run] ?? null])
    .filter(([, value]) => value !== null)
    .sort(([a], [b]) => a - b)
  const line = oneLine({ id: 'curve', points: points.map(({ x, value }) => [x, value]), colour: theme.ink }, theme)
  return {
    animation: false,
    backgroundColor: theme.ground,
    textStyle: { fontFamily: theme.font, fontSize: theme.font_px, color: theme.text },
    grid: { id: 'plot', ...grid, outerBoundsMode: 'none' },
    xAxis: parameterAxis(varied, theme),
    yAxis: { id: 'y', ...valueAxis(theme, grid, (value) => withUnit(value, curve.metric.unit)) },
    tooltip: { show: false },
    series: [
      line,
      dots(points, theme),
      oneLine({ id: 'reference', points: reference, colour: theme.muted, dash: REFERENCE_DASH }, theme)
    ]
  }
}

function parameterAxis({ values, unit }: VariedParameter, theme: ChartTheme): object {
  const ends = [Math.min(...values), Math.max(...values)] as const
  const is_log = ends[0] > 0 && ends[1] / ends[0] >= LOG_FROM
  const around = (ends[1] - ends[0]) * MARGIN.share
  return {
    id: 'parameter',
    ...(is_log
      ? { type: 'log', logBase: 10, min: ends[0] / MARGIN.factor, max: ends[1] * MARGIN.factor }
      : { type: 'value', min: ends[0] - around, max: ends[1] + around }),
    splitLine: { show: false },
    minorTick: { show: false },
    axisLine: { show: true, onZero: false, lineStyle: { color: theme.muted, width: 1 } },
    axisTick: { show: true, customValues: values, lineStyle: { color: theme.muted } },
    axisLabel: {
      customValues: values,
      color: theme.muted,
      fontSize: theme.small_px,
      formatter: (value: number) => withUnit(value, unit),
      hideOverlap: true
    }
  }
}

function dots(
  points: readonly { readonly x: number; readonly value: number | null; readonly letter: string }[],
  theme: ChartTheme
) {
  return {
    id: 'runs',
    type: 'line' as const,
    data: points.map(({ x, value, letter }) => ({ value: [x, value], name: letter })),
    lineStyle: { width: 0 },
    symbol: 'circle',
    symbolSize: Math.round(theme.font_px * DOT_EM),
    itemStyle: { color: theme.ink },
    label: {
      show: true,
      position: 'top',
      formatter: '{b}',
      color: theme.ink,
      fontSize: theme.font_px,
      fontWeight: 'bold' as const
    },
    silent: true,
    z: 4
  }
}
