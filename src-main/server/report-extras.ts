/** Further content for a run's report. */
import type { ComparedRun } from '../../src-shared/folds/comparison'
import { LabError } from '../lab/lab-error'
import { RecordingError } from '../lab/recording/recording-error'
import type { ReportExtras } from '../report/html-report'
import type { CommandContext } from './command-context'

/** The exploration, the measurement, the commit window and the isolation settings where they were made, and for a run that branched off another one, both side by side. */
export async function reportExtras(context: CommandContext): Promise<ReportExtras> {
  const exploration = context.explorer.findingsSoFar
  const comparison = await withOriginal(context)
  const measurement = context.pacelc.findingsSoFar
  const window = context.commit_windows.findingsSoFar
  const played = context.isolation.findingsSoFar
  return {
    ...(exploration && { exploration }),
    ...(measurement && { measurement }),
    ...(window && { window }),
    ...(played && { played }),
    ...(comparison && { comparison })
  }
}

/** null: it branched off none, or that one's recording is gone by now. */
async function withOriginal({ lab, recordings }: CommandContext): Promise<readonly ComparedRun[] | null> {
  const original = lab.state.simulation?.forked_from?.recording ?? null
  const fork = recordings.idOf(lab.state.recording ?? '')
  if (original === null || fork === null) return null
  const { comparedRun } = await import('../report/compared-run')
  try {
    return [comparedRun(await recordings.read(original), original), comparedRun(await recordings.read(fork), fork)]
  } catch (error) {
    if (error instanceof RecordingError || error instanceof LabError) return null
    throw error
  }
}
