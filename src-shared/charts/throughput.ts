import type { CustomSeriesOption, LineSeriesOption } from 'echarts/charts'
import type { Outcome } from '../folds/operations'
import type { ChartDefinition } from './definition'
import { chartOption, shortNumber, valueAxis } from './frame'
import { plotOf, textShape } from './plot'
import { endLabels, oneLine } from './lines'
import type { End } from './lines'
import type { ChartTheme } from './palette'
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
  title: 'Throughput',
  subtitle: 'operations by outcome, counted in view; ×\u00a0fail, ?\u00a0unknown',
  height_px: 170,
  least_px: 76,
  applies: () => true,
  build(fold, view, theme, size) {
    const plot = plotOf(view, theme, size)
    const step_us = displayStep(view, Math.min(POINTS_MAX, plot.width / 4), 2 * fold.operations.buckets.width_us)
    const cells = operationCells(fold.operations, view, step_us, fold.cluster.now_us)
    const per_s = 1e6 / step_us
    const series = OUTCOMES.map((outcome): LineSeriesOption => {
      const colour = theme.outcomes[outcome]
      const points = cells.map((cell, i): Point => {
        const shown = outcome === 'ok' || occurs(cell, outcome) || occurs(cells[i - 1], outcome)
        return [cell.start_us / 1e6, shown ? countOf(cell, outcome, per_s) : null]
      })
      const area = oneLine({ id: outcome, points: closeSteps(points, step_us), colour, width: 0.6, step: true }, theme)
      const hatch = HATCHES[outcome]
      return {
        ...area,
        stack: 'outcomes',
        lineStyle: { ...area.lineStyle, opacity: outcome === 'ok' ? 1 : 0 },
        areaStyle: { color: colour, opacity: outcome === 'ok' ? 0.55 : 0.9 },
        itemStyle: { color: colour, decal: hatch && { ...hatch, color: theme.ground } }
      }
    })
    return chartOption(this, { fold, view, theme, size }, plot, {
      yAxis: valueAxis(theme, plot, (rate) => `${shortNumber(rate)} /s`),
      series: [...series, troubleSeries(cells, per_s, step_us, theme), endLabels(totalsOf(cells, theme), theme, plot)],
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

/** An outcome that did not occur has no area: one without height would still leave traces. */
function occurs(cell: DisplayCell | undefined, outcome: Outcome): boolean {
  return (cell?.cell?.[outcome] ?? 0) > 0
}

/** Nothing completed is zero per second; events that were lost are not known. */
function countOf({ cell }: DisplayCell, outcome: Outcome, per_s: number): number | null {
  if (cell === null) return 0
  return cell.incomplete ? null : cell[outcome] * per_s
}

/** How many of each outcome are in the view, as a legend beside the plot. */
function totalsOf(cells: readonly DisplayCell[], theme: ChartTheme): End[] {
  return [...OUTCOMES].reverse().map((outcome) => {
    const total = cells.reduce((sum, { cell }) => sum + (cell?.[outcome] ?? 0), 0)
    return { value: null, label: `${shortNumber(total)} ${outcome}`, strokes: [{ colour: theme.outcomes[outcome], width: 4 }] }
  })
}

/** A single lost operation would be thinner than a pixel: a mark above the stack says that there was one. */
function troubleSeries(cells: readonly DisplayCell[], per_s: number, step_us: number, theme: ChartTheme): CustomSeriesOption {
  const steps = cells.filter(({ cell }) => cell && cell.fail + cell.unknown > 0)
  return {
    id: 'trouble',
    name: 'trouble',
    type: 'custom',
    silent: true,
    z: 4,
    tooltip: { show: false },
    encode: { x: 0, y: 1 },
    data: steps.map(({ start_us, cell }) => [(start_us + step_us / 2) / 1e6, (cell!.ok + cell!.fail + cell!.unknown) * per_s]),
    renderItem: ({ dataIndex }, api) => {
      const { fail, unknown } = steps[dataIndex]!.cell!
      const [x, top] = api.coord([api.value(0), api.value(1)]) as [number, number]
      const line_px = theme.small_px * 0.85
      const marks = [...(unknown > 0 ? [['?', theme.outcomes.unknown]] : []), ...(fail > 0 ? [['×', theme.outcomes.fail]] : [])]
      const children = marks.map(([glyph, colour], i) =>
        textShape(glyph!, x, top - line_px * (i + 0.6), colour!, theme, theme.small_px, { align: 'center' })
      )
      return { type: 'group', children: children as never[] }
    }
  }
}

/** The last step reaches to its own end. */
function closeSteps(points: readonly Point[], step_us: number): Point[] {
  const last = points.at(-1)
  return last ? [...points, [last[0] + step_us / 1e6, last[1]]] : []
}
