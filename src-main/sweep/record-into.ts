import { findProtocol } from '../../src-node/protocols/registry'
import { DEFAULT_TRACE } from '../../src-node/node-core/conditions'
import type { RunResult } from '../../src-shared/result'
import { formatScenario } from '../../src-shared/scenario/format'
import type { Scenario } from '../../src-shared/scenario/schema'
import { RunHistory } from '../lab/run/history'
import type { RunRecording } from '../lab/run/session'
import { simulate } from '../lab/run/simulate'
import { formatHistory, historyOf } from '../workload/history'

/** The text of the scenario file that repeats the run. */
export function recordedText(scenario: Scenario, seed: number): string {
  return formatScenario({ ...scenario, seed })
}

/** Simulates the scenario to its end into a recording: the one that a watched run leaves. `notices`: what the recording said meanwhile. */
export async function recordInto(
  recording: RunRecording,
  scenario: Scenario,
  seed: number,
  notices: readonly string[]
): Promise<RunResult> {
  try {
    const history = new RunHistory()
    const simulated = simulate({
      scenario,
      protocol: findProtocol(scenario.cluster.protocol),
      seed,
      trace: DEFAULT_TRACE,
      onEvents: (events) => {
        recording.add(events)
        history.add(events)
      }
    })
    const result = { ...simulated.result, notices: [...simulated.result.notices, ...notices] }
    await recording.close(formatHistory(historyOf(history.events())), result)
    if (recording.error !== null) throw new Error(recording.error)
    return result
  } catch (error) {
    await recording.abandon()
    throw error
  }
}
