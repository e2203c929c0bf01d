import type { ComparisonProgress } from '../../src-shared/lab-api'
import { formatScenarioError } from '../../src-shared/scenario/parse'
import { scenariosOf } from '../../src-shared/scenario/comparison'
import type { Scenario } from '../../src-shared/scenario/schema'
import { LabError } from '../lab/lab-error'
import type { CreateRunRecorder, RunRecorder } from './run-recorder'
import type { ShippedResources } from './shipped-resources'

/** Runs the comparisons that are shipped, one at a time and beside the lab's own run; what is recorded lies among the other recordings. */
export class Comparisons {
  private current: ComparisonProgress | null = null
  private recorder: RunRecorder | null = null
  private cancelling = false

  constructor(
    private readonly shipped: Pick<ShippedResources, 'comparisons'>,
    private readonly createRecorder: CreateRunRecorder
  ) {}

  /** How far the newest one is; null: none was asked for. */
  get progress(): ComparisonProgress | null {
    return this.current
  }

  /** Places that are being written to. */
  get busy(): readonly string[] {
    return this.recorder?.places ?? []
  }

  /** Begins one in virtual time. Rejects with {@link LabError} when there is no such comparison, or another one is under way. */
  async begin(id: string): Promise<ComparisonProgress> {
    const file = (await this.shipped.comparisons()).find((candidate) => candidate.id === id)
    if (this.recorder !== null) throw new LabError('a comparison is being run: cancel it, or wait for it')
    if (file === undefined) throw new LabError(`there is no comparison named ${id}`)
    if (!file.parse.ok) throw new LabError(file.parse.errors.map(formatScenarioError).join('\n'))
    const scenarios = scenariosOf(file.parse.value)
    this.recorder = this.createRecorder(scenarios.length)
    this.current = { comparison: id, total: scenarios.length, done: 0, state: 'running', recordings: [], error: null }
    void this.runAll(scenarios, this.recorder)
    return this.current
  }

  /** Ends the one that runs, and removes what it recorded. */
  async cancel(): Promise<void> {
    const { recorder } = this
    if (recorder === null) return
    this.cancelling = true
    try {
      await this.end(recorder)
      recorder.forget()
    } finally {
      this.cancelling = false
    }
    // Only now may another one begin: its threads have ended.
    this.current = { ...this.current!, state: 'cancelled' }
  }

  async close(): Promise<void> {
    await this.cancel()
  }

  private async runAll(scenarios: readonly Scenario[], recorder: RunRecorder): Promise<void> {
    const recording = scenarios.map(async (scenario, run) => {
      await recorder.record(run, scenario)
      this.current = { ...this.current!, done: this.current!.done + 1 }
    })
    try {
      await Promise.all(recording)
      await this.end(recorder)
      this.current = { ...this.current!, state: 'done', recordings: recorder.ids }
    } catch (error) {
      if (this.cancelling) return
      await this.end(recorder)
      recorder.forget()
      this.current = { ...this.current!, state: 'failed', error: (error as Error).message }
    }
  }

  private async end(recorder: RunRecorder): Promise<void> {
    await recorder.close()
    this.recorder = null
  }
}
