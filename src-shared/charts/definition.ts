import type { EChartsCoreOption } from 'echarts/core'
import type { RunFold } from '../folds/run'
import type { ChartTheme } from './palette'

/** The stretch of run time that all charts show. */
export interface ChartView {
  readonly from_us: number
  readonly to_us: number
  /** Names of the faults above the plot; in a column of charts the first one alone has them. Default: yes. */
  readonly fault_labels?: boolean
  /** Times below the plot; in a column of charts one axis may serve them all. Default: yes. */
  readonly time_labels?: boolean
  /** The chart's title within the picture, for exports. Default: no. */
  readonly title?: boolean
}

export interface ChartSize {
  readonly width_px: number
  readonly height_px: number
}

/** One chart of the dock and the report. */
export interface ChartDefinition {
  /** For scenario files and file names. */
  readonly id: string
  readonly title: string
  /** What is measured and in which unit, one short phrase beside the title. */
  readonly subtitle: string
  /** Height that suits it at normal text size, px; give more where there is room. */
  readonly height_px: number
  /** Height from which it can be read at normal text size without fault names and times, px. */
  readonly least_px: number
  /** A comparison of runs has it too, once for each run. */
  readonly strip?: true
  /** It shows one moment, not a stretch of time: it has no time axis, and stands below those that have. */
  readonly timeless?: true
  /** It is one click away, and never among those that come first. */
  readonly aside?: true
  /** Whether the run's protocol has anything of the kind. */
  applies(fold: RunFold): boolean
  /** Whether the run has anything of it; a comparison leaves out what no run has. Absent: it always has. */
  has_data?(fold: RunFold): boolean
  /**
   * The ECharts option for this view. A complete one: set it with `replaceMerge: ['series', 'graphic']`. It holds functions, so it
   * stays in the process that made it. Times are in seconds of run time.
   */
  build(fold: RunFold, view: ChartView, theme: ChartTheme, size: ChartSize): EChartsCoreOption
}

/** The view that follows a running run: its last `span_us`, from the start while it is shorter. */
export function followView(fold: RunFold, span_us = 60_000_000): ChartView {
  const to_us = Math.max(fold.cluster.now_us, span_us)
  return { from_us: to_us - span_us, to_us }
}

/** The view of the whole run so far, at least one second. */
export function wholeView(fold: RunFold): ChartView {
  return { from_us: 0, to_us: Math.max(fold.cluster.now_us, 1_000_000) }
}
