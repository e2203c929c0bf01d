/** The checks of a run's history, after the run. */
import { checkLinearizable } from '../checkers/linearizability/check'
import { DEFAULT_BOUNDS } from '../checkers/linearizability/budget'
import { KV } from '../checkers/models/kv'
import type { RecordedOperation } from '../workload/history'
import type { CheckResult } from '../../src-shared/result'
import type { Scenario } from '../../src-shared/scenario/schema'

/** One result for each check that the scenario asks for. `forgotten`: events that a very long run has let go of. */
export async function checkHistory(
  scenario: Scenario,
  history: readonly RecordedOperation[],
  forgotten: number
): Promise<CheckResult[]> {
  if (!scenario.checks.includes('linearizable')) return []
  if (forgotten > 0) return [tooLong()]
  return [checkLinearizable(history, KV, DEFAULT_BOUNDS, () => performance.now())]
}

function tooLong(): CheckResult {
  return {
    name: 'linearizable',
    title: 'Linearizability',
    verdict: 'undecided',
    text: 'The run was too long to keep its whole history in memory; check the history of a shorter one.',
    evidence: []
  }
}
