import { availableParallelism } from 'node:os'
import { pool, TerminateError } from 'workerpool'
import type { Pool } from 'workerpool'
import { entryPath } from '../../src-node/runtime/entries'
import type { RunResult } from '../../src-shared/result'
import type { Scenario } from '../../src-shared/scenario/schema'
import type { CellFindings } from './explore/cell'
import { erroredOutcome } from './outcome'
import type { FailureIdentity, Outcome } from './outcome'
import type { Findings } from './pacelc/measure'
import type { Shrunk } from './shrink/shrink'
import { JobError } from './jobs'
import type { Explorers, Measurers, Recorders, Simulators, SweepJobs } from './jobs'
import type { SeedRange } from './seed-range'

export const JOBS_MAX = 256

/** A thread for each core. */
export function defaultJobs(): number {
  return Math.min(availableParallelism(), JOBS_MAX)
}

/** Threads that simulate. Jobs wait until a thread is free, in the order in which they came. A thread that ends during a job is replaced. */
export class WorkerPool implements Simulators, Explorers, Measurers, Recorders {
  private readonly threads: Pool
  private closed = false

  constructor(size: number, program = entryPath('sweeper')) {
    // A thread in the middle of a simulation hears no request to end: it is ended at once.
    this.threads = pool(program, { workerType: 'thread', minWorkers: size, maxWorkers: size, workerTerminateTimeout: 0 })
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

  record(scenario: Scenario, seed: number, folder: string): Promise<RunResult> {
    return this.exec('record', scenario, seed, folder)
  }

  measure(scenario: Scenario, seeds: SeedRange): Promise<Findings> {
    return this.exec('measure', scenario, seeds)
  }

  /** Ends the threads; what they were at, and what waits, rejects. */
  async close(): Promise<void> {
    this.closed = true
    await this.threads.terminate(true)
  }

  /** Rejects with a {@link JobError}. */
  private async exec<Name extends keyof SweepJobs>(
    job: Name,
    ...given: Parameters<SweepJobs[Name]>
  ): Promise<Awaited<ReturnType<SweepJobs[Name]>>> {
    if (this.closed) throw new JobError(CLOSED)
    try {
      return await this.threads.exec(job, given)
    } catch (error) {
      throw new JobError(this.closed ? CLOSED : textOf(error as Error))
    }
  }
}

const CLOSED = 'The threads were ended before the work was done.'

function textOf(error: Error): string {
  if (!(error instanceof TerminateError)) return error.message
  const { message } = (error.cause as Error | undefined) ?? { message: 'it ended by itself' }
  return `A thread that simulates ended: ${message}.`
}
