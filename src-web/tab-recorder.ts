import type { RunRecorder } from '../src-main/server/run-recorder'
import type { Scenario } from '../src-shared/scenario/schema'
import { StudyWorkers } from './study-pool'
import type { TabRecordings } from './tab-recordings'

/** Records runs in workers, among the tab's other recordings. */
export class TabRecorder implements RunRecorder {
  readonly ids: readonly string[]
  private readonly workers: StudyWorkers

  constructor(
    private readonly recordings: TabRecordings,
    runs: number
  ) {
    this.ids = Array.from({ length: runs }, () => recordings.newId())
    this.workers = new StudyWorkers(runs)
  }

  get places(): readonly string[] {
    return this.ids
  }

  async record(run: number, scenario: Scenario): Promise<void> {
    this.recordings.keep(this.ids[run]!, await this.workers.record(scenario, scenario.seed))
  }

  close(): Promise<void> {
    return this.workers.close()
  }

  forget(): void {
    for (const id of this.ids) this.recordings.forget(id)
  }
}
