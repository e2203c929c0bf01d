import type { ChartDefinition } from './definition'
import type { Axis } from './frame'
import { chartOption, valueAxis } from './frame'
import { plotOf } from './plot'
import type { Line } from './lines'
import { lineSeries } from './lines'
import type { DisplayCell, Point } from './points'
import { operationCells } from './points'
import { displayStep, durationText } from './time-scale'

const PERCENTILES = [
  { name: 'p50', share: 0.5, words: 'half were faster', width: 1.3, dash: undefined },
  { name: 'p90', share: 0.9, words: '9 of 10 were faster', width: 0.8, dash: undefined },
  { name: 'p99', share: 0.99, words: '99 of 100 were faster', width: 0.8, dash: [1.5, 1.5] }
] as const
const SHARES = PERCENTILES.map(({ share }) => share)
const POINTS_MAX = 120

/** Latency of operations that succeeded, by when they completed. */
export const latencyChart: ChartDefinition = {
  id: 'latency',
  title: 'Operation latency',
  subtitle: 'of successes, log scale; p99: 99 of 100 were faster',
  height_px: 190,
  least_px: 84,
  applies: () => true,
  build(fold, view, theme, size) {
    const plot = plotOf(view, theme, size)
    const step_us = displayStep(view, Math.min(POINTS_MAX, plot.width / 4), 2 * fold.operations.buckets.width_us)
    const cells = operationCells(fold.operations, view, step_us, fold.cluster.now_us)
    const rows = cells.map(({ start_us, cell }) => ({ start_us, ms: percentilesOf(cell) }))
    const known = rows.flatMap(({ ms }) => ms ?? [])
    const newest = rows.filter(({ ms }) => ms !== null).at(-1)?.ms
    const lines = PERCENTILES.map(({ name, width, dash }, i): Line => {
      const points: Point[] = rows.map(({ start_us, ms }) => [(start_us + step_us / 2) / 1e6, ms?.[i] ?? null])
      return { id: name, points, colour: theme.ink, width, dash, name, value_text: newest ? durationText(newest[i]!) : '' }
    })
    return chartOption(this, { fold, view, theme, size }, plot, {
      yAxis: logAxis(known, valueAxis(theme, plot, durationText)),
      series: known.length > 0 ? lineSeries(lines, theme, plot) : [],
      empty:
        known.length > 0 ? null : fold.operations.invoked === 0 ? 'no operations yet' : 'no operation succeeded in this time',
      tooltip: (t_us) => {
        const ms = rows.find(({ start_us }) => t_us >= start_us && t_us < start_us + step_us)?.ms
        return ms
          ? PERCENTILES.map(({ name, words }, i) => `${name} ${durationText(ms[i]!)} (${words})`)
          : ['no operation succeeded']
      }
    })
  }
}

function percentilesOf(cell: DisplayCell['cell']): number[] | null {
  return cell?.latency_us.percentiles(SHARES)?.map((latency_us) => latency_us / 1000) ?? null
}

/** Whole decades around the values. */
export function logAxis(values_ms: readonly number[], base: Axis): Axis {
  const lowest = Math.min(...values_ms, values_ms.length === 0 ? 1 : Infinity)
  const highest = Math.max(...values_ms, values_ms.length === 0 ? 100 : -Infinity)
  const min = 10 ** Math.floor(Math.log10(Math.max(lowest, 0.001)))
  const max = Math.max(min * 10, 10 ** Math.ceil(Math.log10(Math.max(highest, 0.001))))
  return { ...base, type: 'log', logBase: 10, min, max }
}
