import { join } from 'node:path'
import type { Lab } from '../lab/lab'
import { Judging } from './judging'
import { shippedComparisons } from '../lab/scenario-files/comparisons'
import { OwnScenarios } from '../lab/scenario-files/own-scenarios'
import { ScenarioFolder } from '../lab/scenario-files/scenario-folder'
import { shippedScenario, shippedScenarioNames } from '../lab/scenario-files/scenarios'
import { openLesson, shippedLessons } from '../lessons/lesson-files'
import { listLesson } from '../lessons/lesson-listing'
import type { CommandContext } from './command-context'
import { CommitWindows } from './commit-windows'
import { Comparisons } from './comparisons'
import { Elections } from './elections'
import { Explorer } from './explorer'
import { FolderExporter } from './folder-exporter'
import { FolderRecorder } from './folder-recorder'
import { IsolationPlays } from './isolation-plays'
import { Pacelc } from './pacelc-measurements'
import { Recordings } from './recordings'
import type { ShippedResources } from './shipped-resources'
import { spareThreads } from './spare-threads'

const shipped: ShippedResources = {
  scenario: async (id) => shippedScenario(id) ?? null,
  lessons: async () => shippedLessons().flatMap(listLesson),
  lesson: async (id) => openLesson(id),
  comparisons: async () => shippedComparisons()
}

/** What the commands of pages use on a computer: files and threads. */
export interface ComputerContext extends CommandContext {
  readonly recordings: Recordings
  /** Ends what runs beside the lab's own run. */
  close(): Promise<void>
}

/** `dataFolder`: recordings are kept in it. `scenariosFolder`: the person's own scenarios lie there. */
export function createComputerContext(
  lab: Lab,
  dataFolder: string,
  scenariosFolder = join(dataFolder, 'scenarios')
): ComputerContext {
  const recordings = new Recordings(join(dataFolder, 'recordings'))
  const comparisons = new Comparisons(shipped, (runs) => new FolderRecorder(recordings, runs, lab.state.recording))
  const explorer = new Explorer(spareThreads)
  const pacelc = new Pacelc(spareThreads)
  const judging = new Judging()
  const commit_windows = new CommitWindows(spareThreads)
  const elections = new Elections(spareThreads)
  const isolation = new IsolationPlays(spareThreads, shipped.scenario)
  return {
    lab,
    shipped,
    own: new OwnScenarios(new ScenarioFolder(scenariosFolder), new Set(shippedScenarioNames())),
    recordings,
    exporter: new FolderExporter(recordings),
    comparisons,
    explorer,
    pacelc,
    commit_windows,
    elections,
    isolation,
    judge: (history, models) => judging.judge(history, models),
    cancelJudging: () => judging.cancel(),
    async close() {
      judging.cancel()
      const studies = [comparisons, explorer, pacelc, commit_windows, elections, isolation]
      await Promise.all(studies.map((study) => study.close()))
    }
  }
}
