import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { entryPath } from '../../src-node/runtime/entries'
import type { RunResult } from '../../src-shared/result'
import type { Scenario } from '../../src-shared/scenario/schema'
import type { CellFindings } from './explore/cell'
import { erroredOutcome } from './outcome'
import type { FailureIdentity, Outcome } from './outcome'
import type { Findings } from './pacelc/measure'
import type { Shrunk } from './shrink/shrink'
import type { SeedRange } from './seed-range'
import type { SweepAnswer, SweepJob } from './jobs'

export const JOBS_MAX = 256

/** A thread for each core. */
export function defaultJobs(): number {
  return Math.min(availableParallelism(), JOBS_MAX)
}

/** What carries simulations out, several at once. */
export interface Simulators {
  run(scenario: Scenario, seed: number): Promise<Outcome>
  /** Makes the run that fails like this small. */
  shrink(scenario: Scenario, seed: number, failure: FailureIdentity): Promise<Shrunk>
}

export interface Explorers {
  /** Holds the histories of these runs against every consistency model. */
  explore(scenario: Scenario, seeds: SeedRange): Promise<CellFindings>
}

export interface Recorders {
  /** Leaves the recording of the simulated run in an existing empty folder. Rejects when it cannot be written. */
  record(scenario: Scenario, seed: number, folder: string): Promise<RunResult>
}

export interface Measurers {
  /** Measures who is answered in these runs, and how fast. */
  measure(scenario: Scenario, seeds: SeedRange): Promise<Findings>
}

interface PendingJob {
  readonly job: SweepJob
  resolve(answer: SweepAnswer): void
  reject(error: Error): void
}

/** A job could not be carried out; the message says why. */
export class JobError extends Error {
  override readonly name = 'JobError'
}

/** What each kind of job is answered with. */
type AnswerOf<Kind extends SweepAnswer['kind']> = Extract<SweepAnswer, { kind: Kind }>

/** Threads that simulate. Jobs wait until a thread is free, in the order in which they came. A thread that ends is replaced. */
export class WorkerPool implements Simulators, Explorers, Measurers, Recorders {
  private readonly all = new Set<Worker>()
  private readonly idle: Worker[] = []
  private readonly busy = new Map<Worker, PendingJob>()
  private waiting: PendingJob[] = []
  private closed = false

  constructor(
    size: number,
    private readonly program = entryPath('sweeper')
  ) {
    for (let i = 0; i < size; i++) this.spawnWorker()
  }

  /** A seed whose worker exits (out of memory, for example) counts as failed. */
  async run(scenario: Scenario, seed: number): Promise<Outcome> {
    const answer = await this.requestWorker({ kind: 'run', scenario, seed }, 'ran').catch((error: Error) => {
      if (this.closed) throw error
      return { outcome: erroredOutcome(seed, error) }
    })
    return answer.outcome
  }

  async shrink(scenario: Scenario, seed: number, failure: FailureIdentity): Promise<Shrunk> {
    return (await this.requestWorker({ kind: 'shrink', scenario, seed, failure }, 'shrunk')).shrunk
  }

  async explore(scenario: Scenario, seeds: SeedRange): Promise<CellFindings> {
    return (await this.requestWorker({ kind: 'explore', scenario, seeds }, 'explored')).findings
  }

  async record(scenario: Scenario, seed: number, folder: string): Promise<RunResult> {
    return (await this.requestWorker({ kind: 'record', scenario, seed, folder }, 'recorded')).result
  }

  async measure(scenario: Scenario, seeds: SeedRange): Promise<Findings> {
    return (await this.requestWorker({ kind: 'measure', scenario, seeds }, 'measured')).findings
  }

  /** Ends the threads; what they were at, and what waits, rejects. */
  async close(): Promise<void> {
    this.closed = true
    this.rejectAll(new JobError('The threads were ended before the work was done.'))
    await Promise.all([...this.all].map((worker) => worker.terminate()))
  }

  private async requestWorker<Kind extends SweepAnswer['kind']>(job: SweepJob, kind: Kind): Promise<AnswerOf<Kind>> {
    const answer = await this.order(job)
    if (answer.kind === 'error') throw new JobError(answer.text)
    if (answer.kind !== kind) throw new Error('the thread answered another question')
    return answer as AnswerOf<Kind>
  }

  private spawnWorker(): void {
    const worker = new Worker(this.program)
    let why = 'it ended by itself'
    this.all.add(worker)
    this.idle.push(worker)
    worker.on('message', (answer: SweepAnswer) => this.onAnswer(worker, answer))
    worker.on('error', (error: Error) => (why = error.message))
    worker.on('exit', () => this.onExit(worker, why))
  }

  private order(job: SweepJob): Promise<SweepAnswer> {
    if (this.closed) return Promise.reject(new JobError('The threads were ended before the work was done.'))
    return new Promise((resolve, reject) => {
      this.waiting.push({ job, resolve, reject })
      this.assign()
    })
  }

  private assign(): void {
    while (this.idle.length > 0 && this.waiting.length > 0) {
      const worker = this.idle.pop()!
      const order = this.waiting.shift()!
      this.busy.set(worker, order)
      worker.postMessage(order.job)
    }
  }

  private onAnswer(worker: Worker, answer: SweepAnswer): void {
    const order = this.busy.get(worker)
    this.busy.delete(worker)
    this.idle.push(worker)
    order?.resolve(answer)
    this.assign()
  }

  /**
   * A worker that exits during a job fails that job and is replaced; one that exits while idle is not, since it would exit again.
   */
  private onExit(worker: Worker, why: string): void {
    this.all.delete(worker)
    if (this.closed) return
    const error = new JobError(`A thread that simulates ended: ${why}.`)
    const order = this.busy.get(worker)
    if (!this.busy.delete(worker)) {
      this.idle.splice(this.idle.indexOf(worker), 1)
      if (this.all.size === 0) this.rejectAll(error)
      return
    }
    order?.reject(error)
    this.spawnWorker()
    this.assign()
  }

  private rejectAll(error: Error): void {
    const orders = [...this.busy.values(), ...this.waiting]
    this.busy.clear()
    this.waiting = []
    for (const { reject } of orders) reject(error)
  }
}
