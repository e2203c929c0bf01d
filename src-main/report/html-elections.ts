/** The section of a report that tells how long clusters were without a leader, beside the Raft paper's figures. */
import { electionCurves } from '../../src-shared/charts/election-curves'
import { THEMES } from '../../src-shared/charts/palette'
import type { ChartTheme } from '../../src-shared/charts/palette'
import {
  agreesWithPaper,
  electionsUnder,
  figuresOf,
  PERCENTILES,
  rangeText,
  TIMEOUT_RANGES
} from '../../src-shared/elections/elections'
import type { ElectionStudy, TimeoutRange } from '../../src-shared/elections/elections'
import { standaloneSvg } from './draw'
import { count, mark, table } from './html-parts'
import type { Section } from './html-parts'

const CHART = { width_px: 900, height_px: 360 }

/** The curves and their figures. */
export function electionSections(study: ElectionStudy): Section[] {
  const chart = (theme: ChartTheme) =>
    standaloneSvg(electionCurves(study, TIMEOUT_RANGES, null, theme, CHART), CHART, {
      id: `elections-${theme.name}`,
      title: 'Time without a leader',
      description:
        'Percent of the elections that were over by then, for each range of election timeouts; the table has the figures.'
    })
  return [
    {
      title: 'Time without a leader',
      body: `<p>Five servers; the leader dies at a random moment of a heartbeat interval, which is half of the lowest timeout; two of the four others have
logs too short to be elected. Simulated, beside what the authors of Raft measured (figure 16 of their paper).</p>
<div class="in-light">${chart(THEMES.light)}</div>
<div class="in-dark">${chart(THEMES.dark)}</div>
${table(
  'In ms, the paper’s figures after the stroke',
  ['Election timeout*', 'Elections#', ...PERCENTILES.map((name) => `${name}#`), 'As in the paper'],
  TIMEOUT_RANGES.flatMap((range) => rowOf(study, range))
)}`
    }
  ]
}

function rowOf(study: ElectionStudy, range: TimeoutRange): string[][] {
  const elections = electionsUnder(study, range.id)
  const figures = figuresOf(elections.map(({ elected_ms }) => elected_ms))
  if (figures === null) return []
  const agrees = agreesWithPaper(range, figures)
  return [
    [
      rangeText(range),
      count(elections.length),
      ...PERCENTILES.map((name) => `${count(Math.round(figures[name]))} / ${count(range.paper[name])}`),
      agrees ? mark('✓ as near as hoped for', 'good') : mark('✗ further off', 'bad')
    ]
  ]
}
