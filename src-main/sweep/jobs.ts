/** What the threads of a sweep can be asked to do. */
import type { RunResult } from '../../src-shared/result'
import type { Scenario } from '../../src-shared/scenario/schema'
import type { CellFindings } from './explore/cell'
import type { FailureIdentity, Outcome } from './outcome'
import type { Findings } from './pacelc/measure'
import type { SeedRange } from './seed-range'
import type { Shrunk } from './shrink/shrink'

/** One function for each kind of job; its arguments and answer are copied between threads. */
export type SweepJobs = {
  readonly run: (scenario: Scenario, seed: number) => Outcome
  readonly shrink: (scenario: Scenario, seed: number, failure: FailureIdentity) => Shrunk
  readonly explore: (scenario: Scenario, seeds: SeedRange) => CellFindings
  readonly measure: (scenario: Scenario, seeds: SeedRange) => Findings
  readonly record: (scenario: Scenario, seed: number, folder: string) => Promise<RunResult>
}
