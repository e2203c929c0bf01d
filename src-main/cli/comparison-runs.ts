import { join } from 'node:path'
import type { RunResult } from '../../src-shared/result'
import { formatScenario } from '../../src-shared/scenario/format'
import type { Scenario } from '../../src-shared/scenario/schema'
import type { Engine } from '../../src-shared/engine'
import { createLab } from '../lab/computer'
import type { Lab } from '../lab/lab'
import { LabError } from '../lab/lab-error'
import { prepareOutFolder } from '../lab/recording/out-folder'
import { WorkerPool } from '../sweep/worker-pool'
import { ProgressLine } from './output/progress-line'

/** Threads that simulate at once; more would not be done sooner, and each holds a whole run in memory. */
const THREADS_MAX = 4

interface Options {
  readonly engine: Engine
  readonly seed: number
  /** Each run's recording goes into a folder of its own in it. */
  readonly folder: string
  readonly jobs: number
}

/** The runs of a comparison: simulated ones several at once, those of real processes one after the other. */
export class ComparisonRuns {
  /** Of the recordings, in the order of the runs. */
  readonly folders: readonly string[]
  private pool: WorkerPool | null = null
  private lab: Lab | null = null
  private done = 0

  constructor(
    private readonly scenarios: readonly Scenario[],
    private readonly options: Options
  ) {
    this.folders = scenarios.map(({ name }) => join(options.folder, name))
  }

  /** Their results, in their order. Rejects when one could not be carried out. */
  async results(): Promise<RunResult[]> {
    const progress = new ProgressLine(process.stderr, () => `${this.done} of ${this.scenarios.length} runs done`)
    try {
      return await (this.options.engine === 'simulation' ? this.simulate() : this.runOnProcesses())
    } finally {
      progress.close()
    }
  }

  /** Ends what runs. */
  async close(): Promise<void> {
    await Promise.all([this.pool?.close(), this.lab?.close()])
  }

  private simulate(): Promise<RunResult[]> {
    const { seed, jobs } = this.options
    const pool = (this.pool = new WorkerPool(Math.min(jobs, THREADS_MAX, this.scenarios.length)))
    return Promise.all(
      this.scenarios.map(async (scenario, place) => {
        const folder = this.folders[place]!
        prepareOutFolder(folder)
        const result = await pool.record(scenario, seed, folder)
        this.done++
        return result
      })
    )
  }

  private async runOnProcesses(): Promise<RunResult[]> {
    const { engine, seed } = this.options
    const lab = (this.lab = createLab())
    const results: RunResult[] = []
    for (const [place, scenario] of this.scenarios.entries()) {
      await lab.run({ scenario, text: formatScenario({ ...scenario, seed }), engine, seed, out: this.folders[place]! })
      const report = await lab.finished()
      if (report === null) throw new Error(`${scenario.title} was ended before its time`)
      if (report.recording_error !== null) throw new LabError(report.recording_error)
      results.push(report.result)
      this.done++
    }
    return results
  }
}
