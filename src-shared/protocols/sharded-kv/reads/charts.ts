/** Charts of what reads cost, and of how stale they were. */
import type { ChartDefinition, ChartView } from '../../../charts/definition'
import { chartOption, shortNumber, valueAxis } from '../../../charts/frame'
import { lineSeries } from '../../../charts/lines'
import type { Line } from '../../../charts/lines'
import { plotOf } from '../../../charts/plot'
import type { Plot } from '../../../charts/plot'
import type { Point } from '../../../charts/points'
import { displayStep, durationText } from '../../../charts/time-scale'
import type { RunFold } from '../../../folds/run'
import type { ReadsCell } from './fold'
import { readsFold } from './fold'

const POINTS_MAX = 120

/** One line of a chart: what it says of the reads of a step; null: nothing is known. */
interface Measure {
  readonly name: string
  readonly width: number
  readonly dash?: readonly number[]
  valueOf(cell: ReadsCell): number | null
}

interface ReadsChart extends Omit<ChartDefinition, 'build' | 'height_px' | 'least_px'> {
  readonly measures: readonly Measure[]
  text(value: number): string
}

export const requestsPerReadChart = readsChart({
  id: 'requests-per-read',
  title: 'Requests per read',
  subtitle: 'sent to nodes for each read that was answered, mean',
  applies: (fold) => readsFold.of(fold) !== null,
  text: (value) => shortNumber(Math.round(100 * value) / 100),
  measures: [{ name: 'requests', width: 1.3, valueOf: ({ reads, requests }) => requests / reads }]
})

export const stalenessChart = readsChart({
  id: 'staleness',
  title: 'Staleness of reads',
  subtitle: 'how long the write that a read missed had been acknowledged; how old copies said they were',
  strip: true,
  applies: (fold) => readsFold.of(fold)?.any_behind ?? false,
  text: durationText,
  measures: [
    { name: 'longest', width: 1.3, valueOf: ({ staleness_us }) => (staleness_us.total > 0 ? staleness_us.max / 1000 : null) },
    { name: 'p99', width: 0.8, valueOf: ({ staleness_us }) => inMs(staleness_us.percentile(0.99)) },
    { name: 'told', width: 0.8, dash: [1.5, 1.5], valueOf: ({ age_us }) => age_us / 1000 }
  ]
})

function inMs(value_us: number | null): number | null {
  return value_us === null ? null : value_us / 1000
}

function readsChart({ measures, text, ...head }: ReadsChart): ChartDefinition {
  return {
    ...head,
    height_px: 130,
    least_px: 80,
    build(fold, view, theme, size) {
      const plot = plotOf(view, theme, size)
      const { step_us, rows } = rowsOf(fold, view, plot)
      const lines = measures.map(({ name, width, dash, valueOf }): Line => {
        const points = rows.map(([start_us, cell]): Point => [(start_us + step_us / 2) / 1e6, cell && valueOf(cell)])
        const newest = points.filter(([, value]) => value !== null).at(-1)?.[1]
        const value_text = typeof newest === 'number' ? text(newest) : ''
        return { id: name, points, colour: theme.ink, width, dash, name, value_text }
      })
      const is_empty = rows.every(([, cell]) => cell === null)
      return chartOption(this, { fold, view, theme, size }, plot, {
        yAxis: { ...valueAxis(theme, plot, text), min: 0 },
        series: is_empty ? [] : lineSeries(lines, theme, plot),
        empty: is_empty ? 'no read was answered in this time' : null,
        tooltip: (t_us) => {
          const cell = rows.find(([start_us]) => t_us >= start_us && t_us < start_us + step_us)?.[1] ?? null
          if (cell === null) return ['no read was answered']
          return measures.map(({ name, valueOf }) => {
            const value = valueOf(cell)
            return `${name} ${value === null ? 'not known' : text(value)}`
          })
        }
      })
    }
  }
}

/** The reads of each whole step in the view; null: none was answered. */
function rowsOf(fold: RunFold, view: ChartView, plot: Plot): { step_us: number; rows: [start_us: number, ReadsCell | null][] } {
  const { buckets } = readsFold.of(fold)!
  const step_us = displayStep(view, Math.min(POINTS_MAX, plot.width / 4), 2 * buckets.width_us)
  const rows: [number, ReadsCell | null][] = []
  const last = Math.floor(Math.min(view.to_us, fold.cluster.now_us) / step_us)
  for (let at = Math.floor(view.from_us / step_us); at < last; at++) {
    const cell = buckets.sum({ from_us: at * step_us, to_us: (at + 1) * step_us })
    rows.push([at * step_us, cell.reads > 0 ? cell : null])
  }
  return { step_us, rows }
}
