/** The checks of a run's history, after the run. */
import { checkHistory } from '../checkers/check-history'
import { undecidedResult } from '../checkers/linearizability/check'
import { summarizeInvariants } from '../checkers/invariants'
import { eventsLost } from '../workload/history'
import type { RecordedOperation } from '../workload/history'
import type { Protocol } from '../../src-node/protocols/contract'
import type { LabEvent } from '../../src-shared/events'
import type { CheckResult } from '../../src-shared/result'
import type { Scenario } from '../../src-shared/scenario/schema'

export interface CheckInputs {
  readonly scenario: Scenario
  readonly protocol: Protocol
  readonly events: readonly LabEvent[]
  readonly history: readonly RecordedOperation[]
  /** Events that a very long run has let go of. */
  readonly forgotten: number
  /** Gives the check up. */
  readonly signal: AbortSignal
}

/** One result for each check that the scenario asks for; one that cannot be made, or is given up, is undecided. */
export function runChecks(inputs: CheckInputs): Promise<CheckResult[]> {
  return Promise.all(inputs.scenario.checks.map((name) => runCheck(name, inputs)))
}

async function runCheck(name: Scenario['checks'][number], inputs: CheckInputs): Promise<CheckResult> {
  switch (name) {
    case 'linearizable':
      if (inputs.forgotten > 0) return undecidedResult('the run was too long to keep its whole history in memory')
      if (eventsLost(inputs.events) > 0) return undecidedResult('events were lost, and operations may be among them')
      return checkHistory(inputs.history, 'kv', undefined, inputs.signal).catch((error: Error) => undecidedResult(error.message))
    case 'invariants':
      return summarizeInvariants(inputs.events, inputs.protocol.description.invariants)
    default:
      return undecidedResult(`there is no checker for ${name} yet`)
  }
}
