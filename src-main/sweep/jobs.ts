/** What is simulated beside the lab's own run, in threads or workers. */
import type { WindowFindings } from '../../src-shared/commit-window'
import type { ElectionBatch } from '../../src-shared/elections/elections'
import type { RunResult } from '../../src-shared/result'
import type { Scenario } from '../../src-shared/scenario/schema'
import type { CellFindings } from './explore/findings'
import type { PlayFindings } from './explore/play-isolation'
import type { FailureIdentity, Outcome } from './outcome'
import type { Findings } from './pacelc/measure'
import type { SeedRange } from './seed-range'
import type { Shrunk } from './shrink/shrink'

/** What the threads of a sweep can be asked to do: one function for each kind of job; its arguments and answer are copied between threads. */
export type SweepJobs = {
  readonly run: (scenario: Scenario, seed: number) => Outcome
  readonly shrink: (scenario: Scenario, seed: number, failure: FailureIdentity) => Shrunk
  readonly explore: (scenario: Scenario, seeds: SeedRange) => CellFindings
  readonly play: (scenario: Scenario) => PlayFindings
  readonly measure: (scenario: Scenario, seeds: SeedRange) => Findings
  readonly testCommit: (scenario: Scenario, seed: number) => WindowFindings
  readonly timeElections: (range: string, seeds: SeedRange) => ElectionBatch
  readonly record: (scenario: Scenario, seed: number, folder: string) => Promise<RunResult>
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

export interface Players {
  /** Finds out which of the anomalies that the scenario’s scripts try to bring about its isolation setting prevents. */
  play(scenario: Scenario): Promise<PlayFindings>
}

export interface Recorders {
  /** Leaves the recording of the simulated run in an existing empty folder. Rejects when it cannot be written. */
  record(scenario: Scenario, seed: number, folder: string): Promise<RunResult>
}

export interface Measurers {
  /** Measures who is answered in these runs, and how fast. */
  measure(scenario: Scenario, seeds: SeedRange): Promise<Findings>
}

export interface CommitTesters {
  /** Says what became of the run's transaction, and who had to wait. */
  testCommit(scenario: Scenario, seed: number): Promise<WindowFindings>
}

export interface ElectionTimers {
  /** Kills a leader once for each seed, under the timeout range of this id, and says how long there was none. */
  timeElections(range: string, seeds: SeedRange): Promise<ElectionBatch>
}

/** What explores, plays, measures, tests and times, until it is closed. */
export interface StudyPool extends Explorers, Players, Measurers, CommitTesters, ElectionTimers {
  /** Ends it; what it was at, and what waits, rejects. */
  close(): Promise<void>
}

/** A pool of as many threads as can be spared, or of so many at most. */
export type CreateStudyPool = (threads_max?: number) => StudyPool

/** A job could not be carried out; the message says why. */
export class JobError extends Error {
  override readonly name = 'JobError'
}
