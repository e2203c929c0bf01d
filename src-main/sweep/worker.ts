/** A thread of a sweep: one job at a time, one answer for each. See `worker-pool.ts` for the other end. */
import { parentPort } from 'node:worker_threads'
import type { RunResult } from '../../src-shared/result'
import type { Scenario } from '../../src-shared/scenario/schema'
import { exploreCell } from './explore/cell'
import type { CellFindings } from './explore/cell'
import type { FailureIdentity, Outcome } from './outcome'
import { measure } from './pacelc/measure'
import type { Findings } from './pacelc/measure'
import { recordRun } from './record-run'
import { runSeed } from './run-seed'
import { shrink } from './shrink/shrink'
import type { Shrunk } from './shrink/shrink'
import type { SeedRange } from './sweep'

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

async function answer(job: SweepJob): Promise<SweepAnswer> {
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
      case 'record':
        return { kind: 'recorded', result: await recordRun(job.scenario, job.seed, job.folder) }
    }
  } catch (error) {
    return { kind: 'error', text: (error as Error).message }
  }
}

parentPort!.on('message', async (job: SweepJob) => parentPort!.postMessage(await answer(job)))
