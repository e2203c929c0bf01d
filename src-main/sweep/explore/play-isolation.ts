/** One setting of isolation: the run that plays the scripts of all anomalies under it. */
import { findProtocol } from '../../../src-node/protocols/registry'
import type { LabEvent } from '../../../src-shared/events'
import { playedAnomalies } from '../../../src-shared/isolation/played'
import type { PlayedSetting, PlayedTransaction } from '../../../src-shared/isolation/played'
import { formatScenario } from '../../../src-shared/scenario/format'
import type { Scenario } from '../../../src-shared/scenario/schema'
import { simulate } from '../../lab/run/simulate'
import type { RecordedOperation } from '../../workload/history'
import { HistoryFold } from '../../workload/history'
import { problemsOf, STEPS_MAX } from '../void-run'

export type PlayFindings = Omit<PlayedSetting, 'setting'>

/** Runs the scenario with its own seed. */
export function playIsolation(scenario: Scenario): PlayFindings {
  const { seed } = scenario
  const history = new HistoryFold()
  const problems: string[] = []
  const onEvents = (events: readonly LabEvent[]) => {
    for (const event of events) history.observe(event)
    problems.push(...events.flatMap(problemsOf))
  }
  const protocol = findProtocol(scenario.cluster.protocol)
  simulate({ scenario, protocol, seed, steps_max: STEPS_MAX, onEvents })
  const transactions = history.history().flatMap(transactionOf)
  return {
    seed,
    scenario: formatScenario(scenario),
    anomalies: playedAnomalies(transactions),
    error: problems[0] ?? null
  }
}

function transactionOf({ client, operation, invoked_us, outcome, result }: RecordedOperation): PlayedTransaction[] {
  if (operation.f !== 'transaction') return []
  return [{ client, at_us: invoked_us, steps: operation.steps, outcome, answers: result?.answers ?? [] }]
}
