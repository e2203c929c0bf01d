import { Lab } from '../src-main/lab/lab'
import { OwnScenarios } from '../src-main/lab/scenario-files/own-scenarios'
import type { CommandContext } from '../src-main/server/command-context'
import { CommitWindows } from '../src-main/server/commit-windows'
import { Comparisons } from '../src-main/server/comparisons'
import { Elections } from '../src-main/server/elections'
import { Explorer } from '../src-main/server/explorer'
import { IsolationPlays } from '../src-main/server/isolation-plays'
import { Pacelc } from '../src-main/server/pacelc-measurements'
import { BlobPaths } from './blob-paths'
import { shipped } from './resources'
import { shippedNames } from './scenario-resources'
import { ScenarioDatabase } from './scenario-database'
import { StudyWorkers } from './study-pool'
import { Tab } from './tab'
import { TabExporter } from './tab-exporter'
import type { DrawPng } from './tab-exporter'
import { TabRecorder } from './tab-recorder'
import { TabRecordings } from './tab-recordings'

/** What the commands of the page use in a tab: memory and workers. */
export function createTabContext(drawPng: DrawPng): CommandContext & { readonly recordings: TabRecordings } {
  const paths = new BlobPaths()
  const recordings = new TabRecordings(paths)
  const createPool = (workers_max?: number) => new StudyWorkers(workers_max)
  // Each lays out all of its runs: not before somebody asks.
  let explorer: Explorer | null = null
  let pacelc: Pacelc | null = null
  let isolation: IsolationPlays | null = null
  return {
    lab: new Lab(new Tab(recordings)),
    shipped,
    own: new OwnScenarios(new ScenarioDatabase(), new Set(shippedNames)),
    recordings,
    exporter: new TabExporter(recordings, paths, drawPng),
    comparisons: new Comparisons(shipped, (runs) => new TabRecorder(recordings, runs)),
    get explorer() {
      return (explorer ??= new Explorer(createPool))
    },
    get pacelc() {
      return (pacelc ??= new Pacelc(createPool))
    },
    elections: new Elections(createPool),
    commit_windows: new CommitWindows(createPool),
    get isolation() {
      return (isolation ??= new IsolationPlays(createPool, shipped.scenario))
    },
    // The worker is the thread of its own that checks have elsewhere.
    judge: async (history, models) => {
      const { judgeNow } = await import('../src-main/checkers/judge-now')
      return models.map((model) => judgeNow(history, model))
    }
  }
}
