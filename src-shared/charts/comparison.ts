/** Charts of several runs: their lines in one plot, each with its letter. */
import type { EChartsCoreOption } from 'echarts/core'
import type { OperationsCell } from '../folds/operations'
import type { RunFold } from '../folds/run'
import { createRunFold } from '../folds/run'
import { findDefinition } from '../protocols/registry'
import type { ChartDefinition, ChartSize, ChartView } from './definition'
import type { Axis } from './frame'
import { chartOption, shortNumber, valueAxis } from './frame'
import { plotOf } from './plot'
import type { Plot } from './plot'
import { logAxis } from './latency'
import type { Line } from './lines'
import { lineSeries } from './lines'
import type { ChartTheme } from './palette'
import { nodeColour } from './palette'
import { reachChart } from './partition'
import { runtimeCharts } from './runtime'
import { operationCells } from './points'
import type { Point } from './points'
import { displayStep, durationText } from './time-scale'
import { listOf } from '../text/list-text'

/** A run as charts of a comparison name it. */
export interface NamedFold {
  readonly letter: string
  readonly fold: RunFold
  /** Its protocol's name. */
  readonly protocol: string
}

export interface ComparedChart {
  readonly id: string
  readonly title: string
  readonly subtitle: string
  readonly height_px: number
  /** `faults`: the run whose faults are shown across it; null: runs that met different ones. */
  build(
    runs: readonly NamedFold[],
    faults: RunFold | null,
    view: ChartView,
    theme: ChartTheme,
    size: ChartSize
  ): EChartsCoreOption
}

/** Dashes tell runs apart in grey. */
const RUN_DASHES = [undefined, [5, 2], [2, 1.5], [6, 2, 1.5, 2], [10, 3], [1, 3], [10, 2, 2, 2], [4, 4]] as const
const POINTS_MAX = 120

interface Measure {
  readonly id: string
  readonly title: string
  readonly subtitle: string
  readonly text: (value: number) => string
  readonly axis: (values: readonly number[], theme: ChartTheme, plot: Plot) => Axis
  /** null: not known. A step in which nothing completed has no cell. */
  readonly valueOf: (cell: OperationsCell | null, step_us: number) => number | null
}

const latencyAxis: Measure['axis'] = (values, theme, plot) => logAxis(values, valueAxis(theme, plot, durationText))
const latencyAt = (share: number) => (cell: OperationsCell | null) => {
  const latency_us = cell?.latency_us.percentile(share) ?? null
  return latency_us === null ? null : latency_us / 1000
}
const rate = (value: number): string => `${shortNumber(Math.round(value))} /s`

const MEASURES: readonly Measure[] = [
  {
    id: 'throughput',
    title: 'Throughput',
    subtitle: 'operations that succeeded',
    text: rate,
    axis: (_, theme, plot) => valueAxis(theme, plot, rate),
    valueOf: (cell, step_us) => (cell?.incomplete ? null : ((cell?.ok ?? 0) / step_us) * 1e6)
  },
  {
    id: 'latency-p50',
    title: 'Latency, median',
    subtitle: 'half of the successes were faster; log scale',
    text: durationText,
    axis: latencyAxis,
    valueOf: latencyAt(0.5)
  },
  {
    id: 'latency-p99',
    title: 'Latency, p99',
    subtitle: '99 of 100 were faster; log scale',
    text: durationText,
    axis: latencyAxis,
    valueOf: latencyAt(0.99)
  }
]

/** A chart of one run by itself. */
export interface RunStrip {
  readonly letter: string
  readonly fold: RunFold
  readonly chart: ChartDefinition
}

export interface ComparedCharts {
  readonly overlaid: readonly ComparedChart[]
  /** One below the other. */
  readonly strips: readonly RunStrip[]
  /** In words: what no run has anything of; null: nothing is left out. */
  readonly left_out: string | null
}

/** The charts of a comparison: runs overlaid, then for each run how busy its nodes were, what its protocol has for that, and the reach of its nodes. */
export function comparedCharts(runs: readonly NamedFold[]): ComparedCharts {
  const strips = [...runs.flatMap(declaredStrips), ...runs.map((run) => ({ ...run, chart: reachChart }))].filter(
    ({ fold, chart }) => chart.applies(fold)
  )
  const with_data = new Set(strips.flatMap(({ fold, chart }) => (chart.has_data?.(fold) === false ? [] : [chart.id])))
  const completed = runs.some(({ fold: { operations } }) => operations.ok + operations.fail + operations.unknown > 0)
  const left_out = [
    ...(completed ? [] : COMPARED_CHARTS),
    ...strips.map(({ chart }) => chart).filter(({ id }) => !with_data.has(id))
  ].map(({ title }) => title)
  return {
    overlaid: completed ? COMPARED_CHARTS : [],
    strips: strips.filter(({ chart }) => with_data.has(chart.id)),
    left_out: left_out.length === 0 ? null : `No run has anything for: ${listOf([...new Set(left_out)])}.`
  }
}

function declaredStrips({ letter, fold, protocol }: NamedFold): RunStrip[] {
  const charts = [...runtimeCharts, ...(findDefinition(protocol)?.charts ?? [])]
  return charts.filter(({ strip }) => strip).map((chart) => ({ letter, fold, chart }))
}

/** Runs overlaid, in the order of the page and the report. */
const COMPARED_CHARTS: readonly ComparedChart[] = MEASURES.map(comparedChart)

function comparedChart(measure: Measure): ComparedChart {
  const { id, title, subtitle, text, axis, valueOf } = measure
  return {
    id,
    title,
    subtitle,
    height_px: 130,
    build(runs, faults, view, theme, size) {
      const plot = plotOf(view, theme, size)
      const kept_us = Math.max(...runs.map(({ fold }) => fold.operations.buckets.width_us))
      const step_us = displayStep(view, Math.min(POINTS_MAX, plot.width / 4), 2 * kept_us)
      const lines = runs.map(({ letter, fold }, place): Line & { readonly letter: string } => {
        const cells = operationCells(fold.operations, view, step_us, fold.cluster.now_us)
        const points = cells.map(({ start_us, cell }): Point => [(start_us + step_us / 2) / 1e6, valueOf(cell, step_us)])
        const newest = points.filter(([, value]) => value !== null).at(-1)?.[1]
        const value_text = typeof newest === 'number' ? text(newest) : '–'
        return { id: letter, letter, points, colour: nodeColour(theme, place), dash: RUN_DASHES[place], name: letter, value_text }
      })
      const values = lines.flatMap(({ points }) => points.flatMap(([, value]) => value ?? []))
      const around = { fold: faults ?? createRunFold(), view, theme, size }
      const option = chartOption({ title, subtitle }, around, plot, {
        yAxis: axis(values, theme, plot),
        series: values.length > 0 ? lineSeries(lines, theme, plot) : [],
        empty: values.length > 0 ? null : 'no operation succeeded in this time',
        tooltip: (t_us) =>
          lines.map(({ letter, points }) => {
            const value = points.find(([t_s]) => Math.abs(t_s * 1e6 - t_us) <= step_us / 2)?.[1] ?? null
            return `${letter} ${value === null ? '–' : text(value)}`
          })
      })
      // Ticks and work are a run's own; there is a strip for them.
      return {
        ...option,
        series: (option.series as { id?: string }[]).filter(({ id }) => id !== 'ticks' && id !== 'work' && id !== 'outages')
      }
    }
  }
}
