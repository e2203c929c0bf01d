/** Table: figures of each member at the end of the view, where the charts above it are histories. */
import type { RunFold } from '../../folds/run'
import type { ChartDefinition } from '../definition'
import { chartOption, laneAxis } from '../frame'
import type { ChartTheme } from '../palette'
import type { Plot } from '../plot'
import { plotOf, textShape, textWidth } from '../plot'
import { timeText } from '../time-scale'
import type { ChartHead } from './kind'

export interface TableRow {
  readonly name: string
  /** One for each column; null: not known. */
  readonly cells: readonly (string | null)[]
}

export interface TableDeclaration extends Omit<ChartHead, 'timeless'> {
  readonly columns: readonly string[]
  /** As things stood at the moment. */
  rows(run: RunFold, t_us: number): readonly TableRow[]
  /** Why there is nothing to see. */
  readonly empty: string
}

/** The columns' names stand above the rows, as high as one. */
const HEAD_ROWS = 1

export function tableChart(declaration: TableDeclaration): ChartDefinition {
  return {
    ...declaration,
    timeless: true,
    build(fold, view, theme, size) {
      const plot = plotOf(view, theme, size)
      const t_us = Math.min(view.to_us, fold.cluster.now_us)
      const rows = fittingRows(declaration.rows(fold, t_us), theme, plot)
      const known = rows.some(({ cells }) => cells.some((cell) => cell !== null))
      const names = rows.map(({ name }) => name)
      return chartOption(this, { fold, view, theme, size }, plot, {
        // An empty lane stands beside the head.
        yAxis: laneAxis(theme, [timeText(Number((t_us / 1e6).toFixed(1))), ...names], plot.height),
        series: [],
        empty: known ? null : declaration.empty,
        tooltip: () => [],
        graphic: known ? cellTexts(declaration.columns, rows, theme, plot) : []
      })
    }
  }
}

/** From one row to the next, in font sizes. */
const ROW_LINE = 1.2

/** As many as can be read; a last row counts those that are left out. */
function fittingRows(rows: readonly TableRow[], theme: ChartTheme, plot: Plot): readonly TableRow[] {
  const most = Math.max(1, Math.floor(plot.height / (theme.small_px * ROW_LINE)) - HEAD_ROWS)
  if (rows.length <= most) return rows
  const left_out = rows.length - (most - 1)
  return [...rows.slice(0, most - 1), { name: `+ ${left_out} more`, cells: rows[0]!.cells.map(() => '') }]
}

/** Columns of equal width, figures at their right ends. */
function cellTexts(columns: readonly string[], rows: readonly TableRow[], theme: ChartTheme, plot: Plot): object[] {
  const longest = Math.max(...[columns, ...rows.map(({ cells }) => cells)].flat().map((text) => (text ?? '').length))
  const wanted = textWidth('x'.repeat(longest + 3), theme.small_px)
  const width = Math.min(plot.width / columns.length, wanted)
  const row_px = plot.height / (rows.length + HEAD_ROWS)
  const font_px = Math.min(theme.small_px, row_px * 0.8)
  const text = (id: string, word: string, column: number, row: number, fill: string): object => ({
    id,
    silent: true,
    ...textShape(word, plot.left + (column + 1) * width, plot.top + (row + 0.5) * row_px, fill, theme, font_px, {
      align: 'right'
    })
  })
  return [
    ...columns.map((name, column) => text(`column ${name}`, name, column, 0, theme.muted)),
    ...rows.flatMap(({ name, cells }, row) =>
      cells.map((cell, column) =>
        text(`cell ${row} ${name} ${column}`, cell ?? '–', column, row + 1, cell === null ? theme.muted : theme.text)
      )
    )
  ]
}
