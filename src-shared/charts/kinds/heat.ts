/** Heat: a row for each of many things, in it a cell for each step of time, darker where there is more, with its figure where that fits. */
import type { CustomSeriesOption } from 'echarts/charts'
import type { RunFold } from '../../folds/run'
import { bandShapes } from '../bands'
import type { ChartDefinition, ChartView } from '../definition'
import { chartOption, laneAxis } from '../frame'
import type { ChartTheme, Mark } from '../palette'
import { plotOf } from '../plot'
import { displayStep } from '../time-scale'
import type { ChartHead } from './kind'

export interface HeatCell {
  /** Its row, from 0 at the top. */
  readonly row: number
  readonly start_us: number
  readonly value: number
}

export interface HeatDeclaration extends ChartHead {
  /** Names, from the top. */
  rows(run: RunFold): readonly string[]
  /** What is known of each step within the view; a step without a cell is a gap. `stepOf` as for lines. */
  cells(
    run: RunFold,
    view: ChartView,
    stepOf: (kept_us: number) => number
  ): { readonly step_us: number; readonly cells: readonly HeatCell[] }
  text(value: number): string
  /** Why there is nothing to see; `most`: the highest value, null without any. Null when there is. */
  empty(most: number | null): string | null
}

/** Width of a cell that a figure fits into, in font sizes. */
const CELL_EM = 3.2
/** Of a row's height. */
const HEIGHT = 0.86

export function heatChart(declaration: HeatDeclaration): ChartDefinition {
  return {
    ...declaration,
    build(fold, view, theme, size) {
      const plot = plotOf(view, theme, size)
      const rows = declaration.rows(fold)
      const columns = Math.max(1, plot.width / (CELL_EM * theme.small_px))
      const { step_us, cells } = declaration.cells(fold, view, (kept_us) => displayStep(view, columns, kept_us))
      const most = cells.length === 0 ? null : Math.max(...cells.map(({ value }) => value))
      const empty = declaration.empty(most)
      const row_px = plot.height / Math.max(1, rows.length)
      const shown = empty === null ? cells : []
      return chartOption(this, { fold, view, theme, size }, plot, {
        yAxis: laneAxis(theme, rows, plot.height),
        series: [cellSeries(declaration, shown, { step_us, row_px, view, most: most ?? 0 }, theme)],
        empty,
        tooltip: (t_us) =>
          cells
            .filter(({ start_us }) => t_us >= start_us && t_us < start_us + step_us)
            .map(({ row, value }) => `${rows[row]} ${declaration.text(value)}`)
      })
    }
  }
}

interface Grid {
  readonly step_us: number
  readonly row_px: number
  readonly view: ChartView
  readonly most: number
}

function cellSeries(
  { id, text }: HeatDeclaration,
  cells: readonly HeatCell[],
  { step_us, row_px, view, most }: Grid,
  theme: ChartTheme
): CustomSeriesOption {
  const edge = (t_us: number): number => Math.min(Math.max(t_us, view.from_us), view.to_us) / 1e6
  return {
    id,
    name: id,
    type: 'custom',
    z: 3,
    silent: true,
    encode: { x: [0, 1], y: 2 },
    data: cells.map(({ start_us, row }) => [edge(start_us), edge(start_us + step_us), row]),
    renderItem: ({ dataIndex }, api) => {
      const { row, value } = cells[dataIndex]!
      const [left, middle] = api.coord([api.value(0), row]) as [number, number]
      const width = Math.max(1, api.coord([api.value(1), row])[0]! - left - 1)
      const box = { x: left, y: middle - (row_px * HEIGHT) / 2, width, height: row_px * HEIGHT }
      const texts = value === 0 ? [] : [text(value)]
      return { type: 'group', children: bandShapes(box, heatMark(theme, value, most), 'filled', texts, theme) as never[] }
    }
  }
}

/** The palest for nothing, the strongest for the most. */
export function heatMark({ heat }: ChartTheme, value: number, most: number): Mark {
  const level = value <= 0 || most <= 0 ? 0 : Math.ceil((value / most) * (heat.length - 1))
  return heat[Math.min(level, heat.length - 1)]!
}
