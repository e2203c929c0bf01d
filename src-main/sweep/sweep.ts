import type { Scenario } from '../../src-shared/scenario/schema'
import type { Simulators } from './jobs'
import type { Outcome } from './outcome'
import type { SeedRange } from './seed-range'

export interface SweepOptions {
  readonly scenario: Scenario
  readonly seeds: SeedRange
  readonly simulators: Pick<Simulators, 'run'>
  /** Seeds simulated at once, at most. */
  readonly jobs: number
  /** Go on after a failure. Otherwise the sweep ends with the lowest seed that fails, whichever thread was faster. */
  readonly keep_going?: boolean
  /** Which outcomes count as failures; default: every run that did not pass. */
  readonly isFailure?: (outcome: Outcome) => boolean
  /** Told of every outcome in the order of the seeds, and of whether it counts as a failure. */
  readonly onOutcome?: (outcome: Outcome, failed: boolean) => void
  /** Ends the sweep early: no further seed begins, and one whose simulation is broken off does not count. */
  readonly signal?: AbortSignal
}

export interface SweepSummary {
  /** Seeds run. */
  readonly runs: number
  readonly failed: number
  readonly simulated_us: number
  /** The lowest seed that failed, with its outcome. */
  readonly first_failure: Outcome | null
}

/** Runs the scenario with every seed of the range. Memory does not grow with it. */
export async function sweep(options: SweepOptions): Promise<SweepSummary> {
  const { scenario, seeds, simulators, jobs, keep_going = false, isFailure = didNotPass, onOutcome, signal } = options
  const summary: { -readonly [Field in keyof SweepSummary]: SweepSummary[Field] } = {
    runs: 0,
    failed: 0,
    simulated_us: 0,
    first_failure: null
  }
  /** Outcomes of seeds whose predecessors are still running. */
  const ahead = new Map<number, Outcome>()
  let to_begin = seeds.first
  let last = seeds.last

  function count(outcome: Outcome): void {
    const failed = isFailure(outcome)
    summary.runs++
    summary.simulated_us += outcome.simulated_us
    if (failed) summary.failed++
    if (failed) summary.first_failure ??= outcome
    onOutcome?.(outcome, failed)
  }

  async function lane(): Promise<void> {
    while (to_begin <= last && !signal?.aborted) {
      const outcome = await simulators.run(scenario, to_begin++).catch((error: Error) => {
        if (signal?.aborted) return null
        throw error
      })
      if (outcome === null) return
      if (!keep_going && isFailure(outcome)) last = Math.min(last, outcome.seed)
      ahead.set(outcome.seed, outcome)
      for (let seed = seeds.first + summary.runs; seed <= last && ahead.has(seed); seed++) {
        count(ahead.get(seed)!)
        ahead.delete(seed)
      }
    }
  }

  await Promise.all(Array.from({ length: jobs }, lane))
  return summary
}

function didNotPass({ failures }: Outcome): boolean {
  return failures.length > 0
}
