/** The checks of a run's history, in a thread of their own. */
import { judgeHistory } from '../../checkers/judge'
import { undecided } from '../../checkers/judgement'
import type { Model } from '../../../src-shared/consistency'
import { modelsOf } from '../../../src-shared/scenario/schema'
import type { RecordedOperation } from '../../workload/history'
import { resultsOf } from './checks'
import type { Checked, CheckInputs } from './checks'
import { whyIncomplete } from './whole-history'

/** Judges the history; what cannot be judged, or is given up, is undecided. */
export async function runChecks(inputs: CheckInputs, signal: AbortSignal): Promise<Checked> {
  const models = modelsOf(inputs.scenario)
  const judgements = whyIncomplete(inputs) === null ? await judgeAll(inputs.history, models, signal) : []
  return resultsOf(inputs, judgements)
}

function judgeAll(history: readonly RecordedOperation[], models: readonly Model[], signal: AbortSignal) {
  const giveUp = (error: Error) => models.map((model) => undecided(model, error.message))
  return judgeHistory(history, models, { signal }).catch(giveUp)
}
