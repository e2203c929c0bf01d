import type { LabEvent } from '../../../src-shared/events'
import type { Intervention, RecordedIntervention } from '../../../src-shared/faults/interventions'
import type { SimulationState } from '../../../src-shared/lab-api'

/** What a run is to repeat, and how it is then to differ. */
export interface ForkOrigin {
  readonly from: Pick<NonNullable<SimulationState['forked_from']>, 'recording' | 'run'>
  readonly at_seq: number
  /** What somebody did to that run, in order. */
  readonly interventions: readonly RecordedIntervention[]
  /** An event of that run, to tell whether it is really repeated; null where this needs no proof. */
  readonly replay_check: LabEvent | null
  readonly change: Intervention | null
}
