import { availableParallelism } from 'node:os'
import { pool } from 'workerpool'
import { entryPath } from '../../src-node/runtime/entries'
import type { WindowFindings } from '../../src-shared/commit-window'
import type { ElectionBatch } from '../../src-shared/elections/elections'
import type { RunResult } from '../../src-shared/result'
import type { Scenario } from '../../src-shared/scenario/schema'
import type { CellFindings } from './explore/findings'
import type { PlayFindings } from './explore/play-isolation'
import { erroredOutcome } from './outcome'
import type { FailureIdentity, Outcome } from './outcome'
import type { Findings } from './pacelc/measure'
import type { Shrunk } from './shrink/shrink'
import { JobPool } from './job-pool'
import type { CommitTesters, ElectionTimers, Explorers, Measurers, Players, Recorders, Simulators, SweepJobs } from './jobs'
import type { SeedRange } from './seed-range'

export const JOBS_MAX = 256

/** A thread for each core. */
export function defaultJobs(): number {
  return Math.min(availableParallelism(), JOBS_MAX)
}

/** Threads that simulate. */
export class WorkerPool
  extends JobPool<SweepJobs>
  implements Simulators, Explorers, Players, Measurers, CommitTesters, ElectionTimers, Recorders
{
  constructor(size: number, program = entryPath('sweeper')) {
    // A thread in the middle of a simulation hears no request to end: it is ended at once.
    super(pool(program, { workerType: 'thread', minWorkers: size, maxWorkers: size, workerTerminateTimeout: 0 }))
  }

  /** A seed whose thread ends (out of memory, for example) counts as failed. */
  run(scenario: Scenario, seed: number): Promise<Outcome> {
    return this.exec('run', scenario, seed).catch((error: Error) => {
      if (this.closed) throw error
      return erroredOutcome(seed, error)
    })
  }

  shrink(scenario: Scenario, seed: number, failure: FailureIdentity): Promise<Shrunk> {
    return this.exec('shrink', scenario, seed, failure)
  }

  explore(scenario: Scenario, seeds: SeedRange): Promise<CellFindings> {
    return this.exec('explore', scenario, seeds)
  }

  play(scenario: Scenario): Promise<PlayFindings> {
    return this.exec('play', scenario)
  }

  record(scenario: Scenario, seed: number, folder: string): Promise<RunResult> {
    return this.exec('record', scenario, seed, folder)
  }

  measure(scenario: Scenario, seeds: SeedRange): Promise<Findings> {
    return this.exec('measure', scenario, seeds)
  }

  testCommit(scenario: Scenario, seed: number): Promise<WindowFindings> {
    return this.exec('testCommit', scenario, seed)
  }

  timeElections(range: string, seeds: SeedRange): Promise<ElectionBatch> {
    return this.exec('timeElections', range, seeds)
  }
}
