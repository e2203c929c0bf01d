import type { RunResult } from '../../src-shared/result'
import type { Scenario } from '../../src-shared/scenario/schema'
import { RECORDING_BOUNDS, Recording } from '../lab/recording/recording'
import { recordedText, recordInto } from './record-into'

/** All of the stream waits for the disk: the run is over before the first byte is written. Far more than a run of a minute comes to. */
const QUEUE_MAX = 1024 * 1024 * 1024
const BOUNDS = { ...RECORDING_BOUNDS, waiting_max: QUEUE_MAX, queue_max: QUEUE_MAX }

/** Simulates the scenario to its end and leaves its recording in an existing empty folder. */
export async function recordRun(scenario: Scenario, seed: number, folder: string): Promise<RunResult> {
  const notices: string[] = []
  const onNotice = (_level: string, text: string) => void notices.push(text)
  const recording = new Recording({ folder, scenario: recordedText(scenario, seed), onNotice, bounds: BOUNDS })
  return recordInto(recording, scenario, seed, notices)
}
