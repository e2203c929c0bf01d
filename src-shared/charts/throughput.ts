import type { LineSeriesOption } from 'echarts/charts'
import type { Outcome } from '../folds/operations'
import type { ChartDefinition } from './definition'
import { chartOption, labelledLine, plotOf, shortNumber, valueAxis } from './frame'
import type { DisplayCell, Point } from './points'
import { operationCells } from './points'
import { displayStep } from './time-scale'

/** From the bottom of the stack up. */
const OUTCOMES: readonly Outcome[] = ['ok', 'fail', 'unknown']
/** Hatching, so that the outcomes differ in grey as well. */
const HATCHES: Readonly<Record<Outcome, object | undefined>> = {
  ok: undefined,
  fail: { symbol: 'rect', dashArrayX: [1, 0], dashArrayY: [2, 4], rotation: Math.PI / 4 },
  unknown: { symbol: 'rect', dashArrayX: [1, 3], dashArrayY: [2, 3] }
}
const POINTS_MAX = 150

/** Completed operations per second, stacked by outcome. */
export const throughputChart: ChartDefinition = {
  id: 'throughput',
  title: 'Throughput by outcome',
  subtitle: 'operations per second',
  height_px: 170,
  applies: () => true,
  build(fold, view, theme, size) {
    const plot = plotOf(view, theme, size)
    const step_us = displayStep(view, Math.min(POINTS_MAX, plot.width / 4), fold.operations.buckets.width_us)
    const cells = operationCells(fold.operations, view, step_us, fold.cluster.now_us)
    const per_s = 1e6 / step_us
    const newest = cells.at(-1)
    const series = OUTCOMES.map((outcome): LineSeriesOption => {
      const colour = theme.outcomes[outcome]
      const points = cells.map((cell): Point => [cell.start_us / 1e6, countOf(cell, outcome, per_s)])
      const last = newest && countOf(newest, outcome, per_s)
      const label =
        outcome === 'ok' || last ? `{glyph|■} ${outcome} ${last === null ? '' : shortNumber(Math.round(last ?? 0))}` : ''
      const hatch = HATCHES[outcome]
      return {
        ...labelledLine(outcome, closeSteps(points, step_us), label, theme, { colour, width: 0.6 }),
        step: 'end',
        stack: 'outcomes',
        areaStyle: { color: colour, opacity: outcome === 'ok' ? 0.55 : 0.9 },
        itemStyle: {
          color: colour,
          decal: hatch && { ...hatch, color: theme.ground }
        }
      }
    })
    return chartOption(this, { fold, view, theme, size }, plot, {
      yAxis: valueAxis(theme),
      series,
      empty:
        cells.length > 0 ? null : fold.operations.invoked === 0 ? 'no operations yet' : 'no operation completed in this time',
      tooltip: (t_us) => {
        const cell = cells.find(({ start_us }) => t_us >= start_us && t_us < start_us + step_us)
        if (cell === undefined) return ['no data']
        return OUTCOMES.map((outcome) => {
          const rate = countOf(cell, outcome, per_s)
          return `${outcome} ${rate === null ? 'not known' : `${shortNumber(Math.round(rate))} /s`}`
        })
      }
    })
  }
}

/** Nothing completed is zero per second; events that were lost are not known. */
function countOf({ cell }: DisplayCell, outcome: Outcome, per_s: number): number | null {
  if (cell === null) return 0
  return cell.incomplete ? null : cell[outcome] * per_s
}

/** The last step reaches to its own end. */
function closeSteps(points: readonly Point[], step_us: number): Point[] {
  const last = points.at(-1)
  return last ? [...points, [last[0] + step_us / 1e6, last[1]]] : []
}
