import { rmSync } from 'node:fs'
import type { ComparisonProgress } from '../../src-shared/lab-api'
import { formatScenarioError } from '../../src-shared/scenario/parse'
import { scenariosOf } from '../../src-shared/scenario/comparison'
import type { Scenario } from '../../src-shared/scenario/schema'
import { shippedComparisons } from '../lab/scenario-files/comparisons'
import { LabError } from '../lab/lab-error'
import { WorkerPool, defaultJobs } from '../sweep/worker-pool'
import type { Recordings } from './recordings'

/** Runs at once: each holds a whole run in memory, and one core is left to the run on screen. */
const RUNS_AT_ONCE_MAX = 4

/** Runs the comparisons that are shipped, one at a time and beside the lab's own run; what is recorded lies among the other recordings. */
export class Comparisons {
  private current: ComparisonProgress | null = null
  private pool: WorkerPool | null = null
  private cancelling = false
  private folders: readonly string[] = []

  /** `watched`: the folder to which the lab's own run is being recorded; null: none is. */
  constructor(
    private readonly recordings: Pick<Recordings, 'newFolder' | 'idOf'>,
    private readonly watched: () => string | null
  ) {}

  /** How far the newest one is; null: none was asked for. */
  get progress(): ComparisonProgress | null {
    return this.current
  }

  /** Folders that are being written to. */
  get busy(): readonly string[] {
    return this.pool === null ? [] : this.folders
  }

  /** Begins one in virtual time. Throws {@link LabError} when there is no such comparison, or another one is under way. */
  begin(id: string): ComparisonProgress {
    if (this.pool !== null) throw new LabError('a comparison is being run: cancel it, or wait for it')
    const file = shippedComparisons().find((candidate) => candidate.id === id)
    if (file === undefined) throw new LabError(`there is no comparison named ${id}`)
    if (!file.parse.ok) throw new LabError(file.parse.errors.map(formatScenarioError).join('\n'))
    const scenarios = scenariosOf(file.parse.value)
    this.folders = scenarios.map(() => this.newFolder())
    this.pool = new WorkerPool(Math.max(1, Math.min(defaultJobs() - 1, RUNS_AT_ONCE_MAX, scenarios.length)))
    this.current = { comparison: id, total: scenarios.length, done: 0, state: 'running', recordings: [], error: null }
    void this.runAll(scenarios, this.pool)
    return this.current
  }

  /** Ends the one that runs, and removes what it recorded. */
  async cancel(): Promise<void> {
    const { pool } = this
    if (pool === null) return
    this.cancelling = true
    try {
      await this.end(pool)
      this.forget()
    } finally {
      this.cancelling = false
    }
    // Only now may another one begin: its threads have ended.
    this.current = { ...this.current!, state: 'cancelled' }
  }

  async close(): Promise<void> {
    await this.cancel()
  }

  private async runAll(scenarios: readonly Scenario[], pool: WorkerPool): Promise<void> {
    const { folders } = this
    const recording = scenarios.map(async (scenario, index) => {
      await pool.record(scenario, scenario.seed, folders[index]!)
      this.current = { ...this.current!, done: this.current!.done + 1 }
    })
    try {
      await Promise.all(recording)
      await this.end(pool)
      this.current = { ...this.current!, state: 'done', recordings: folders.map((folder) => this.recordings.idOf(folder)!) }
    } catch (error) {
      if (this.cancelling) return
      await this.end(pool)
      this.forget()
      this.current = { ...this.current!, state: 'failed', error: (error as Error).message }
    }
  }

  private async end(pool: WorkerPool): Promise<void> {
    await pool.close()
    this.pool = null
  }

  private forget(): void {
    for (const folder of this.folders) rmSync(folder, { recursive: true, force: true })
  }

  private newFolder(): string {
    const folder = this.recordings.newFolder(new Date(), [this.watched() ?? ''])
    if ('warning' in folder) throw new LabError(folder.warning)
    return folder.out
  }
}
