import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { entryPath } from '../../src-node/runtime/entries'
import type { RunResult } from '../../src-shared/result'
import type { Scenario } from '../../src-shared/scenario/schema'
import type { CellFindings } from './explore/cell'
import type { Outcome } from './outcome'
import type { Findings } from './pacelc/measure'
import type { Shrunk } from './shrink/shrink'
import type { SeedRange } from './sweep'
import type { SweepAnswer, SweepJob } from './worker'

export const JOBS_MAX = 256

/** A thread for each core. */
export function defaultJobs(): number {
  return Math.min(availableParallelism(), JOBS_MAX)
}

/** What carries simulations out, several at once. */
export interface Simulators {
  run(scenario: Scenario, seed: number): Promise<Outcome>
  /** Makes the run that fails this check small. */
  shrink(scenario: Scenario, seed: number, check: string): Promise<Shrunk>
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

interface Order {
  readonly job: SweepJob
  resolve(answer: SweepAnswer): void
  reject(error: Error): void
}

/** Threads that simulate. Jobs wait until a thread is free, in the order in which they came. */
export class Crew implements Simulators, Explorers, Measurers, Recorders {
  private readonly idle: Worker[]
  private readonly all: readonly Worker[]
  private readonly busy = new Map<Worker, Order>()
  private waiting: Order[] = []

  constructor(size: number) {
    this.all = Array.from({ length: size }, () => this.hire())
    this.idle = [...this.all]
  }

  async run(scenario: Scenario, seed: number): Promise<Outcome> {
    const answer = await this.order({ kind: 'run', scenario, seed })
    if (answer.kind === 'ran') return answer.outcome
    throw new Error(answer.kind === 'error' ? answer.text : 'the thread answered another question')
  }

  async shrink(scenario: Scenario, seed: number, check: string): Promise<Shrunk> {
    const answer = await this.order({ kind: 'shrink', scenario, seed, check })
    if (answer.kind === 'shrunk') return answer.shrunk
    throw new Error(answer.kind === 'error' ? answer.text : 'the thread answered another question')
  }

  async explore(scenario: Scenario, seeds: SeedRange): Promise<CellFindings> {
    const answer = await this.order({ kind: 'explore', scenario, seeds })
    if (answer.kind === 'explored') return answer.findings
    throw new Error(answer.kind === 'error' ? answer.text : 'the thread answered another question')
  }

  async record(scenario: Scenario, seed: number, folder: string): Promise<RunResult> {
    const answer = await this.order({ kind: 'record', scenario, seed, folder })
    if (answer.kind === 'recorded') return answer.result
    throw new Error(answer.kind === 'error' ? answer.text : 'the thread answered another question')
  }

  async measure(scenario: Scenario, seeds: SeedRange): Promise<Findings> {
    const answer = await this.order({ kind: 'measure', scenario, seeds })
    if (answer.kind === 'measured') return answer.findings
    throw new Error(answer.kind === 'error' ? answer.text : 'the thread answered another question')
  }

  /** Ends the threads; what they were at, and what waits, rejects. */
  async close(): Promise<void> {
    this.fail(new Error('the sweep was ended'))
    await Promise.all(this.all.map((worker) => worker.terminate()))
  }

  private hire(): Worker {
    const worker = new Worker(entryPath('sweeper'))
    worker.on('message', (answer: SweepAnswer) => this.onAnswer(worker, answer))
    worker.on('error', (error) => this.fail(error as Error))
    return worker
  }

  private order(job: SweepJob): Promise<SweepAnswer> {
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

  /** A thread that breaks (out of memory, for one) breaks the whole sweep: its seed could not be told from one that passed. */
  private fail(error: Error): void {
    const orders = [...this.busy.values(), ...this.waiting]
    this.busy.clear()
    this.waiting = []
    for (const { reject } of orders) reject(error)
  }
}
