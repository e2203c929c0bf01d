/** A thread of a sweep: one job at a time, one answer for each. See `crew.ts` for the other end. */
import { parentPort } from 'node:worker_threads'
import type { Scenario } from '../../src-shared/scenario/schema'
import type { Outcome } from './outcome'
import { runSeed } from './run-seed'
import { shrink } from './shrink/shrink'
import type { Shrunk } from './shrink/shrink'

/** A run, or with `check` the shrinking of a run that fails that check. */
export interface SweepJob {
  readonly scenario: Scenario
  readonly seed: number
  readonly check?: string
}

export type SweepAnswer =
  | { readonly kind: 'ran'; readonly outcome: Outcome }
  | { readonly kind: 'shrunk'; readonly shrunk: Shrunk }
  | { readonly kind: 'error'; readonly text: string }

function answer({ scenario, seed, check }: SweepJob): SweepAnswer {
  try {
    if (check === undefined) return { kind: 'ran', outcome: runSeed(scenario, seed) }
    return { kind: 'shrunk', shrunk: shrink({ scenario, seed, check, run: runSeed }) }
  } catch (error) {
    return { kind: 'error', text: (error as Error).message }
  }
}

parentPort!.on('message', (job: SweepJob) => parentPort!.postMessage(answer(job)))
