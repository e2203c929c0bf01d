import { findProtocol } from '../../src-node/protocols/registry'
import { DEFAULT_TRACE } from '../../src-node/node-core/conditions'
import type { RunResult } from '../../src-shared/result'
import { formatScenario } from '../../src-shared/scenario/format'
import type { Scenario } from '../../src-shared/scenario/schema'
import { RunHistory } from '../lab/run/history'
import { RECORDING_BOUNDS, Recording } from '../lab/recording/recording'
import { simulate } from '../lab/run/simulate'
import { formatHistory, historyOf } from '../workload/history'

/** All of the stream waits for the disk: the run is over before the first byte is written. Far more than a run of a minute comes to. */
const QUEUE_MAX = 1024 * 1024 * 1024
const BOUNDS = { ...RECORDING_BOUNDS, waiting_max: QUEUE_MAX, queue_max: QUEUE_MAX }

/** Simulates the scenario to its end and leaves its recording in an existing empty folder: the one that a watched run leaves. */
export async function recordRun(scenario: Scenario, seed: number, folder: string): Promise<RunResult> {
  const notices: string[] = []
  const onNotice = (_level: string, text: string) => void notices.push(text)
  const recording = new Recording({ folder, scenario: formatScenario({ ...scenario, seed }), onNotice, bounds: BOUNDS })
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
