import { rmSync } from 'node:fs'
import type { Scenario } from '../../src-shared/scenario/schema'
import { LabError } from '../lab/lab-error'
import type { WorkerPool } from '../sweep/worker-pool'
import type { Recordings } from './recordings'
import type { RunRecorder } from './run-recorder'
import { spareThreads } from './spare-threads'

/** Runs at once: each holds a whole run in memory. */
const RUNS_AT_ONCE_MAX = 4

/** Records runs in threads, among the other recordings. */
export class FolderRecorder implements RunRecorder {
  readonly places: readonly string[]
  private readonly pool: WorkerPool

  /** `watched`: the folder to which the lab's own run is being recorded; null: none is. */
  constructor(
    private readonly recordings: Pick<Recordings, 'newFolder' | 'idOf'>,
    runs: number,
    watched: string | null
  ) {
    this.places = Array.from({ length: runs }, () => this.newFolder(watched))
    this.pool = spareThreads(Math.min(RUNS_AT_ONCE_MAX, runs))
  }

  get ids(): readonly string[] {
    return this.places.map((folder) => this.recordings.idOf(folder)!)
  }

  async record(run: number, scenario: Scenario): Promise<void> {
    await this.pool.record(scenario, scenario.seed, this.places[run]!)
  }

  close(): Promise<void> {
    return this.pool.close()
  }

  forget(): void {
    for (const folder of this.places) rmSync(folder, { recursive: true, force: true })
  }

  private newFolder(watched: string | null): string {
    const folder = this.recordings.newFolder(new Date(), [watched ?? ''])
    if ('warning' in folder) throw new LabError(folder.warning)
    return folder.out
  }
}
