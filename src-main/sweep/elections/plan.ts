/** All elections of the study, in batches that may be done at once. */
import type { ElectionBatch, TimeoutRange } from '../../../src-shared/elections/elections'
import type { ElectionTimers } from '../jobs'
import type { SeedRange } from '../seed-range'

/** Under each range, as behind the paper's figure. */
export const TRIALS = 1000
/** Short enough that curves grow while one watches. */
const BATCH_TRIALS = 50

interface BatchPlan {
  readonly range: string
  readonly seeds: SeedRange
}

/** The ranges take turns, so that all of them are about equally far at any time. */
export function electionPlan(ranges: readonly TimeoutRange[], trials = TRIALS, seed = 1): readonly BatchPlan[] {
  const batches = Array.from({ length: Math.ceil(trials / BATCH_TRIALS) }, (_, i) => i * BATCH_TRIALS)
  return batches.flatMap((done) =>
    ranges.map(({ id }) => ({
      range: id,
      seeds: { first: seed + done, last: seed + Math.min(done + BATCH_TRIALS, trials) - 1 }
    }))
  )
}

/** Begins every batch. */
export function timeAll(plan: readonly BatchPlan[], timers: ElectionTimers): readonly Promise<ElectionBatch>[] {
  return plan.map(({ range, seeds }) => timers.timeElections(range, seeds))
}
