/** The report: one HTML file that needs nothing else, neither network nor scripts. */
import type { ComparedRun } from '../../src-shared/folds/comparison'
import type { RunFold } from '../../src-shared/folds/run'
import type { RunReport } from '../lab/session'
import { comparisonSections } from './html-comparison'
import { explorationSections } from './html-exploration'
import type { ReportedExploration } from './html-exploration'
import { page } from './html-parts'
import { runLead, runSections } from './html-run'

/** What a report tells; whatever is there gets its sections. */
export interface ReportContent {
  /** `fold`: of all events of the report. */
  readonly run?: { readonly report: RunReport; readonly fold: RunFold }
  readonly comparison?: readonly ComparedRun[]
  readonly exploration?: ReportedExploration
}

/** What a run's report tells beside the run. */
export type BesideRun = Omit<ReportContent, 'run'>

/** The page as text. */
export function htmlReport(content: ReportContent): string {
  const { run, comparison, exploration } = content
  return page(titleOf(content), run ? runLead(run.report) : '', [
    ...(run ? runSections(run.report, run.fold) : []),
    ...(comparison ? comparisonSections(comparison) : []),
    ...(exploration ? explorationSections(exploration, run?.report.result.protocol) : [])
  ])
}

/** Of what comes first. */
function titleOf({ run, comparison }: ReportContent): string {
  if (run) return run.report.result.title
  return comparison ? `${comparison.length} runs side by side` : 'Which consistency models hold'
}
