/** What a sweep's threads are asked for, and what they answer. */
import type { RunResult } from '../../src-shared/result'
import type { Scenario } from '../../src-shared/scenario/schema'
import type { CellFindings } from './explore/cell'
import type { FailureIdentity, Outcome } from './outcome'
import type { Findings } from './pacelc/measure'
import type { SeedRange } from './seed-range'
import type { Shrunk } from './shrink/shrink'

/** A run, the shrinking of a run that fails a check, a cell of the explorer, or a run that is recorded. */
export type SweepJob =
  | { readonly kind: 'run'; readonly scenario: Scenario; readonly seed: number }
  | { readonly kind: 'shrink'; readonly scenario: Scenario; readonly seed: number; readonly failure: FailureIdentity }
  | { readonly kind: 'explore'; readonly scenario: Scenario; readonly seeds: SeedRange }
  | { readonly kind: 'measure'; readonly scenario: Scenario; readonly seeds: SeedRange }
  | { readonly kind: 'record'; readonly scenario: Scenario; readonly seed: number; readonly folder: string }

export type SweepAnswer =
  | { readonly kind: 'ran'; readonly outcome: Outcome }
  | { readonly kind: 'shrunk'; readonly shrunk: Shrunk }
  | { readonly kind: 'explored'; readonly findings: CellFindings }
  | { readonly kind: 'measured'; readonly findings: Findings }
  | { readonly kind: 'recorded'; readonly result: RunResult }
  | { readonly kind: 'error'; readonly text: string }
