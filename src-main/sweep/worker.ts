/** A thread of a sweep: one job at a time, one answer for each. See `crew.ts` for the other end. */
import { parentPort } from 'node:worker_threads'
import type { Scenario } from '../../src-shared/scenario/schema'
import { exploreCell } from './explore/cell'
import type { CellFindings } from './explore/cell'
import type { Outcome } from './outcome'
import { measure } from './pacelc/measure'
import type { Findings } from './pacelc/measure'
import { runSeed } from './run-seed'
import { shrink } from './shrink/shrink'
import type { Shrunk } from './shrink/shrink'
import type { SeedRange } from './sweep'

/** A run, the shrinking of a run that fails a check, a cell of the explorer, or a measurement for PACELC. */
export type SweepJob =
  | { readonly kind: 'run'; readonly scenario: Scenario; readonly seed: number }
  | { readonly kind: 'shrink'; readonly scenario: Scenario; readonly seed: number; readonly check: string }
  | { readonly kind: 'explore'; readonly scenario: Scenario; readonly seeds: SeedRange }
  | { readonly kind: 'measure'; readonly scenario: Scenario; readonly seeds: SeedRange }

export type SweepAnswer =
  | { readonly kind: 'ran'; readonly outcome: Outcome }
  | { readonly kind: 'shrunk'; readonly shrunk: Shrunk }
  | { readonly kind: 'explored'; readonly findings: CellFindings }
  | { readonly kind: 'measured'; readonly findings: Findings }
  | { readonly kind: 'error'; readonly text: string }

function answer(job: SweepJob): SweepAnswer {
  try {
    switch (job.kind) {
      case 'run':
        return { kind: 'ran', outcome: runSeed(job.scenario, job.seed) }
      case 'shrink':
        return { kind: 'shrunk', shrunk: shrink({ ...job, run: runSeed }) }
      case 'explore':
        return { kind: 'explored', findings: exploreCell(job.scenario, job.seeds) }
      case 'measure':
        return { kind: 'measured', findings: measure(job.scenario, job.seeds) }
    }
  } catch (error) {
    return { kind: 'error', text: (error as Error).message }
  }
}

parentPort!.on('message', (job: SweepJob) => parentPort!.postMessage(answer(job)))
