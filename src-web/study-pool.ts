import { pool } from 'workerpool'
import type { RecordingBytes } from '../src-main/lab/recording/recording-archive'
import { JobPool } from '../src-main/sweep/job-pool'
import type { StudyPool } from '../src-main/sweep/jobs'
import type { SeedRange } from '../src-main/sweep/seed-range'
import type { Scenario } from '../src-shared/scenario/schema'
import type { StudyJobs } from './study-jobs'
import studyWorker from './study-worker?worker&url'

const WORKERS_MAX = 4

/** Workers of the tab that simulate beside its lab: the page and the lab keep a core each. */
export class StudyWorkers extends JobPool<StudyJobs> implements StudyPool {
  constructor(workers_max = WORKERS_MAX) {
    const size = Math.max(1, Math.min(navigator.hardwareConcurrency - 2, workers_max, WORKERS_MAX))
    // A worker in the middle of a simulation hears no request to end: it is ended at once.
    super(pool(studyWorker, { workerType: 'web', workerOpts: { type: 'module' }, maxWorkers: size, workerTerminateTimeout: 0 }))
  }

  explore(scenario: Scenario, seeds: SeedRange) {
    return this.exec('explore', scenario, seeds)
  }

  play(scenario: Scenario) {
    return this.exec('play', scenario)
  }

  measure(scenario: Scenario, seeds: SeedRange) {
    return this.exec('measure', scenario, seeds)
  }

  testCommit(scenario: Scenario, seed: number) {
    return this.exec('testCommit', scenario, seed)
  }

  timeElections(range: string, seeds: SeedRange) {
    return this.exec('timeElections', range, seeds)
  }

  record(scenario: Scenario, seed: number): Promise<RecordingBytes> {
    return this.exec('record', scenario, seed)
  }
}
