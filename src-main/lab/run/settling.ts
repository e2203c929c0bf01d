/** How a run comes to its end, on either engine: the load stops, what was written is read once more, followers catch up. */
import { SETTLE_US } from '../../checkers/consistency/checks/eventual'
import { modelsOf } from '../../../src-shared/scenario/schema'
import { isIsolationModel } from '../../../src-shared/isolation/models'
import type { Scenario } from '../../../src-shared/scenario/schema'
import type { FinalReadOptions } from '../../workload/final-reads'

/** Between two samples of a node, and of all links. */
export const SAMPLE_INTERVAL_MS = 200
/** Time for the last reads. */
const FINAL_READS_MS = 3000
/** Quiet time after which clients are expected to agree, and a little for the clock. */
const SETTLE_MS = SETTLE_US / 1000 + 50
/** Time beyond the operations' own timeout for the clients to report. */
export const DRAIN_MARGIN_MS = 5000
/** A run ended by a person waits for open operations only this long. */
export const SHORT_DRAIN_MS = 300
/** How long a node may take to recover and connect. */
export const READY_MS_MAX = 20_000
/** Time for followers to catch up before the run ends. */
export const CONVERGE_MS_MAX = 3000
export const CONVERGE_POLL_MS = 20

/**
 * How the run is to be read at its end, for the checks that judge its history; null where none does. Linearizability and isolation ask of any
 * reader what was written last; a weaker model has readers compared, once it had time to settle.
 */
export function finalReadOptions(scenario: Scenario): FinalReadOptions | null {
  const models = modelsOf(scenario)
  if (models.length === 0) return null
  const is_linearizable = models.every((model) => model === 'linearizable' || isIsolationModel(model))
  return {
    timeout_ms: FINAL_READS_MS,
    ...(is_linearizable ? { settle_ms: 0, readers: 1 } : { settle_ms: SETTLE_MS, readers: 2 })
  }
}

/** What a reader must know when keys could not be read at the end. */
export function unreadText(keys: number): string {
  return `${keys} of the keys could not be read at the end: no check can tell whether their last writes are still there.`
}
