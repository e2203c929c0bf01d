/** The report: one HTML file that needs nothing else, neither network nor scripts. */
import type { ComparedRun } from '../../src-shared/folds/comparison'
import type { CommitWindow } from '../../src-shared/commit-window'
import type { PlayedSetting } from '../../src-shared/isolation/played'
import type { ElectionStudy } from '../../src-shared/elections/elections'
import type { RunFold } from '../../src-shared/folds/run'
import type { RunReport } from '../lab/run/session'
import { commitWindowSections } from './html-commit-window'
import { comparisonSections } from './html-comparison'
import { electionSections } from './html-elections'
import { explorationSections } from './html-exploration'
import type { ReportedExploration } from './html-exploration'
import { pacelcSections } from './html-pacelc'
import type { ReportedMeasurement } from './html-pacelc'
import { page } from './html-parts'
import { playedIsolationSections } from './html-played-isolation'
import { runLead, runSections } from './html-run'
import { worstMomentFigure } from './html-worst-moment'

/** What a report tells; whatever is there gets its sections. */
export interface ReportContent {
  /** `fold`: of all events of the report. */
  readonly run?: { readonly report: RunReport; readonly fold: RunFold }
  readonly comparison?: readonly ComparedRun[]
  readonly exploration?: ReportedExploration
  readonly measurement?: ReportedMeasurement
  readonly window?: CommitWindow
  /** Isolation settings whose scripts were played. */
  readonly played?: readonly PlayedSetting[]
  readonly elections?: ElectionStudy
}

/** What a run's report tells beside the run. */
export type ReportExtras = Omit<ReportContent, 'run'>

/** The page as text. */
export function htmlReport(content: ReportContent): string {
  const { run, comparison, exploration, measurement, window, played, elections } = content
  return page(titleOf(content), run ? worstMomentFigure(run.report, run.fold) + runLead(run.report) : '', [
    ...(run ? runSections(run.report, run.fold) : []),
    ...(comparison ? comparisonSections(comparison) : []),
    ...(exploration ? explorationSections(exploration, run?.report.result.protocol) : []),
    ...(measurement ? pacelcSections(measurement, run?.report.result.protocol) : []),
    ...(window ? commitWindowSections(window, run?.report.result.protocol) : []),
    ...(played ? playedIsolationSections(played, run?.report.result.protocol) : []),
    ...(elections ? electionSections(elections) : [])
  ])
}

/** Of what comes first. */
function titleOf({ run, comparison, exploration, measurement, window, played }: ReportContent): string {
  if (run) return run.report.result.title
  if (comparison) return `${comparison.length} runs side by side`
  if (exploration) return 'Which consistency models hold'
  if (measurement) return 'What consistency costs'
  if (window) return 'Crashes during commit'
  return played ? 'What isolation prevents' : 'Time without a leader'
}
