import { MODEL_TITLES } from '../../src-shared/consistency'
import type { Model, Judgement } from '../../src-shared/consistency'
import type { CheckResult } from '../../src-shared/result'

/** No verdict, and why: one sentence or part of one. */
export function undecided(model: Model, reason: string): Judgement {
  const text = `Not decided: ${reason}.`
  return { model, verdict: 'undecided', text, points: [], counterexample: null, figures: {} }
}

/** A judgement as one of a run's checks. */
export function checkResultOf({ model, verdict, text, counterexample }: Judgement): CheckResult {
  return { name: model, title: MODEL_TITLES[model], verdict, text, evidence: counterexample?.lines ?? [] }
}
