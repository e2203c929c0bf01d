import type { LabEvent } from '../../../src-shared/events'
import type { Intervention, RecordedIntervention } from '../../../src-shared/faults/interventions'
import type { SimulationState } from '../../../src-shared/lab-api'

/** The run that another one branches off. */
export type ForkSource = Pick<NonNullable<SimulationState['forked_from']>, 'recording' | 'run'>

/** What a run is to repeat, and how it is then to differ. */
export interface RunOrigin {
  /** null: it is the same run once more, no fork of it. */
  readonly from: ForkSource | null
  /** The newest event that is repeated. */
  readonly at_seq: number
  /** The newest one that the run in `from` has as well; absent: `at_seq`. Between them a fork repeats itself. */
  readonly forked_at_seq?: number
  /** What somebody did to that run, in order. */
  readonly interventions: readonly RecordedIntervention[]
  /** An event of that run, to tell whether it is really repeated; null where this needs no proof. */
  readonly replay_check: LabEvent | null
  readonly change: Intervention | null
}

export interface ForkOrigin extends RunOrigin {
  readonly from: ForkSource
}
