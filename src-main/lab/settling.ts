/** How a run comes to its end, on either engine: the load stops, what was written is read once more, followers catch up. */
import { modelsOf } from '../../src-shared/scenario/schema'
import type { Scenario } from '../../src-shared/scenario/schema'

/** Between two samples of a node, and of all links. */
export const SAMPLE_INTERVAL_MS = 200
/** Time for the last reads, and for followers to catch up before the run ends. */
export const FINAL_READS_MS = 3000
export const CONVERGE_MS_MAX = 3000
export const CONVERGE_POLL_MS = 20

/** Whether a check needs to know what is there at the end: any judgement of the history. */
export function readsAtEnd(scenario: Scenario): boolean {
  return modelsOf(scenario).length > 0
}

/** What a reader must know when keys could not be read at the end. */
export function unreadText(keys: number): string {
  return `${keys} of the keys could not be read at the end: no check can tell whether their last writes are still there.`
}
