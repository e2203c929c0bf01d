/** Which charts a report has, and how large. */
import { definitionNamed } from '../../src-shared/protocols/registry'
import { chartsFor } from '../../src-shared/charts'
import { wholeView } from '../../src-shared/charts/definition'
import type { ChartTheme } from '../../src-shared/charts/palette'
import { THEMES } from '../../src-shared/charts/palette'
import type { RunFold } from '../../src-shared/folds/run'
import type { RunReport } from '../lab/run/session'
import type { Picture } from './draw'

const WIDTH_PX = 960
/** Pictures have more room than the dock, and names of faults above. */
const HEIGHT = { factor: 1.3, names_px: 34 }

/** The scenario's charts in its order, or all that apply, each over the whole run. */
export function chartPictures({ scenario, result }: RunReport, fold: RunFold, theme: ChartTheme = THEMES.light): Picture[] {
  const chosen = scenario.charts
  const all = chartsFor(definitionNamed(scenario.cluster.protocol))
  const charts = chosen ? chosen.flatMap((id) => all.filter((chart) => chart.id === id)) : all.filter((c) => c.applies(fold))
  const faults = fold.faults.intervals.toArray().map(({ label, start_us }) => `${label} at ${(start_us / 1e6).toFixed(1)} s`)
  return charts.map((chart) => ({
    chart,
    fold,
    view: { ...wholeView(fold), title: true },
    theme,
    size: { width_px: WIDTH_PX, height_px: Math.round(chart.height_px * HEIGHT.factor) + HEIGHT.names_px },
    description: `${chart.subtitle}, over ${(result.duration_ms / 1000).toFixed(1)} s of ${result.title}. Faults: ${faults.join('; ') || 'none'}.`
  }))
}
