import type { ChartDefinition } from './definition'
import type { Axis, Series } from './frame'
import { chartOption, labelledLine, plotOf, valueAxis } from './frame'
import type { DisplayCell, Point } from './points'
import { operationCells } from './points'
import { displayStep, durationText } from './time-scale'

const PERCENTILES = [
  { name: 'p50', share: 0.5, width: 1.3, type: 'solid' },
  { name: 'p90', share: 0.9, width: 0.8, type: 'solid' },
  { name: 'p99', share: 0.99, width: 0.8, type: 'dotted' }
] as const
const SHARES = PERCENTILES.map(({ share }) => share)
const POINTS_MAX = 120

/** Latency of operations that succeeded, by when they completed. */
export const latencyChart: ChartDefinition = {
  id: 'latency',
  title: 'Operation latency',
  subtitle: 'ms, log scale; operations that succeeded',
  height_px: 190,
  applies: () => true,
  build(fold, view, theme, size) {
    const plot = plotOf(view, theme, size)
    const step_us = displayStep(view, Math.min(POINTS_MAX, plot.width / 4), fold.operations.buckets.width_us)
    const cells = operationCells(fold.operations, view, step_us, fold.cluster.now_us)
    const rows = cells.map(({ start_us, cell }) => ({ start_us, ms: percentilesOf(cell) }))
    const known = rows.flatMap(({ ms }) => ms ?? [])
    const newest = rows.filter(({ ms }) => ms !== null).at(-1)?.ms
    const series: Series[] = PERCENTILES.map(({ name, width, type }, i) => {
      const points: Point[] = rows.map(({ start_us, ms }) => [(start_us + step_us / 2) / 1e6, ms?.[i] ?? null])
      const ms_now = newest?.[i]
      const label = `${name} ${ms_now === undefined ? '' : durationText(ms_now)}`
      return labelledLine(name, points, label, theme, { colour: theme.ink, width, type })
    })
    return chartOption(this, { fold, view, theme, size }, plot, {
      yAxis: logAxis(known, valueAxis(theme)),
      series,
      empty:
        known.length > 0 ? null : fold.operations.invoked === 0 ? 'no operations yet' : 'no operation succeeded in this time',
      tooltip: (t_us) => {
        const ms = rows.find(({ start_us }) => t_us >= start_us && t_us < start_us + step_us)?.ms
        return ms ? PERCENTILES.map(({ name }, i) => `${name} ${durationText(ms[i]!)}`) : ['no operation succeeded']
      }
    })
  }
}

function percentilesOf(cell: DisplayCell['cell']): number[] | null {
  return cell?.latency_us.percentiles(SHARES)?.map((latency_us) => latency_us / 1000) ?? null
}

/** Whole decades around the values. */
function logAxis(values_ms: readonly number[], base: Axis): Axis {
  const lowest = Math.min(...values_ms, values_ms.length === 0 ? 1 : Infinity)
  const highest = Math.max(...values_ms, values_ms.length === 0 ? 100 : -Infinity)
  const min = 10 ** Math.floor(Math.log10(Math.max(lowest, 0.001)))
  const max = Math.max(min * 10, 10 ** Math.ceil(Math.log10(Math.max(highest, 0.001))))
  return { ...base, type: 'log', logBase: 10, min, max }
}
