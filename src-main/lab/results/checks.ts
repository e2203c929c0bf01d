/** The checks of a run's history, after the run. */
import { summarizeInvariants } from '../../checkers/invariants'
import { checkResultOf, undecided } from '../../checkers/judgement'
import { judgeNow } from '../../checkers/judge-now'
import { historyOf } from '../../workload/history'
import type { RecordedOperation } from '../../workload/history'
import type { Protocol } from '../../../src-node/protocols/contract'
import type { Model, Judgement } from '../../../src-shared/consistency'
import type { LabEvent } from '../../../src-shared/events'
import type { CheckResult } from '../../../src-shared/result'
import { brokenInvariantsOf, modelsOf } from '../../../src-shared/scenario/schema'
import type { Scenario } from '../../../src-shared/scenario/schema'
import { whyIncomplete } from './whole-history'

/** A run that is over. */
export interface FinishedRun {
  readonly scenario: Scenario
  readonly protocol: Protocol
  readonly events: readonly LabEvent[]
  /** Events that a very long run has let go of. */
  readonly forgotten: number
}

export interface CheckInputs extends FinishedRun {
  readonly history: readonly RecordedOperation[]
}

/** What became of the history: under each model that the scenario names, and as the results of its checks. */
export interface Checked {
  /** One for each check that the scenario asks for. */
  readonly checks: readonly CheckResult[]
  /** Those of expectations as well. */
  readonly judgements: readonly Judgement[]
}

/** Judges the history at once, on this thread, and bounded by counts alone: the same history always gets the same answer. */
export function checkNow(run: FinishedRun): Checked {
  const models = whyIncomplete(run) === null ? modelsOf(run.scenario) : []
  const history = models.length > 0 ? historyOf(run.events) : []
  return resultsOf(
    run,
    models.map((model) => judgeNow(history, model))
  )
}

/** The results of judgements, in the order in which the scenario asks. */
export function resultsOf(run: FinishedRun, judged: readonly Judgement[]): Checked {
  const { scenario, protocol } = run
  const judgementOf = (model: Model) =>
    judged.find((judgement) => judgement.model === model) ?? undecided(model, whyIncomplete(run)!)
  const checks = scenario.checks.map((check) =>
    check === 'invariants'
      ? summarizeInvariants(unexpectedOnly(run), protocol.description.invariants)
      : checkResultOf(judgementOf(check))
  )
  return { checks, judgements: modelsOf(scenario).map(judgementOf) }
}

/** Without the violations of models that were watched along with the invariants, and of invariants that are to be broken: each has a result of its own. */
function unexpectedOnly({ scenario, events }: FinishedRun): readonly LabEvent[] {
  const others: readonly string[] = [...modelsOf(scenario), ...brokenInvariantsOf(scenario)]
  return events.filter((event) => event.kind !== 'violation' || !others.includes(event.invariant))
}
