import type { ChartDefinition } from '../../charts/definition'
import { chartOption, laneAxis } from '../../charts/frame'
import type { ChartTheme } from '../../charts/palette'
import type { Plot } from '../../charts/plot'
import { plotOf, textShape } from '../../charts/plot'
import type { RunFold } from '../../folds/run'
import { roundsFold } from './rounds'

/** From one row to the next, in font sizes. */
const ROW_LINE = 1.25
/** Of a row's height. */
const BAR_SHARE = 0.72
/** Room for a bar's figures, in font sizes. */
const FIGURE_EM = 9

interface Row {
  readonly name: string
  readonly instances: number
}

/** How many instances were decided in their first round, in their second, and so on, up to the end of the view. */
export const distributionChart: ChartDefinition = {
  id: 'rounds-taken',
  title: 'Rounds taken',
  subtitle: 'share of the instances whose first decision fell in the round',
  height_px: 240,
  least_px: 150,
  strip: true,
  timeless: true,
  applies: (run) => roundsFold.of(run) !== null,
  has_data: (run) => (roundsFold.of(run)?.decided.length ?? 0) > 0,
  build(fold, view, theme, size) {
    const plot = plotOf(view, theme, size)
    const rows = rowsOf(fold, view.to_us, Math.max(2, Math.floor(plot.height / (theme.small_px * ROW_LINE))))
    return chartOption(this, { fold, view, theme, size }, plot, {
      yAxis: laneAxis(
        theme,
        rows.map(({ name }) => name),
        plot.height
      ),
      series: [],
      empty: rows.length > 0 ? null : 'nothing is decided yet',
      tooltip: () => [],
      graphic: bars(rows, theme, plot)
    })
  }
}

/** A row for each round, as many as there is room for; the last one counts all that took as many or more. */
function rowsOf(run: RunFold, until_us: number, rows_max: number): Row[] {
  const rounds = (roundsFold.of(run)?.decided.toArray() ?? []).filter(({ at_us }) => at_us <= until_us).map(({ round }) => round)
  const most = Math.max(0, ...rounds)
  const shown = Math.min(most, rows_max)
  return Array.from({ length: shown }, (_, at): Row => {
    const is_rest = at === shown - 1 && most > shown
    const instances = rounds.filter((round) => (is_rest ? round > at : round === at + 1)).length
    return { name: is_rest ? `${at + 1}…${most}` : `round ${at + 1}`, instances }
  })
}

function bars(rows: readonly Row[], theme: ChartTheme, plot: Plot): object[] {
  const total = rows.reduce((sum, { instances }) => sum + instances, 0)
  const most = Math.max(1, ...rows.map(({ instances }) => instances))
  const row_px = plot.height / Math.max(1, rows.length)
  const room_px = Math.max(1, plot.width - FIGURE_EM * theme.small_px)
  return rows.flatMap(({ instances }, at) => {
    const middle = plot.top + (at + 0.5) * row_px
    const height = row_px * BAR_SHARE
    const width = (instances / most) * room_px
    const figure = `${Math.round((instances / total) * 1000) / 10} % · ${instances.toLocaleString('en')}`
    return [
      {
        id: `bar ${at}`,
        silent: true,
        type: 'rect',
        shape: { x: plot.left, y: middle - height / 2, width, height },
        style: { fill: theme.tones.teal.fill }
      },
      { id: `figure ${at}`, silent: true, ...textShape(figure, plot.left + width + 6, middle, theme.text, theme, theme.small_px) }
    ]
  })
}
