import type { RecordedIntervention } from '../../../src-shared/faults/interventions'
import type { Scenario } from '../../../src-shared/scenario/schema'
import type { Engine } from '../../../src-shared/engine'
import type { RunOrigin } from './fork-origin'

/** What somebody wants to be run. */
export interface RunRequest {
  readonly scenario: Scenario
  /** The shipped scenario's name; absent for one from elsewhere. */
  readonly id?: string
  /** The scenario file's text, kept in the recording. */
  readonly text: string
  /** Instead of the scenario's own. */
  readonly seed?: number
  /** A new or empty folder for the recording; absent: a temporary one, kept until the next run. */
  readonly out?: string
  /** Instead of the scenario's own. */
  readonly engine?: Engine
  /** Simulation: simulated seconds per second, 0: as fast as possible. Default: 1. */
  readonly pace?: number
  /** Simulation: it holds still at its start until it is told to go on. */
  readonly held?: boolean
  /** Simulation: events handed out in a second at most; absent: any number. */
  readonly events_per_s_max?: number
  /** Simulation: what it repeats before it goes its own way, see `forkOfEvents`. */
  readonly origin?: RunOrigin
  /** What whoever watches must know from the start; a notice in the stream. */
  readonly warning?: string
}

/** What decides all of a run; it comes out again where it was simulated. */
export interface ReplayableRun extends Pick<RunRequest, 'scenario' | 'text' | 'id'> {
  readonly seed: number
  /** Empty for one of real processes. */
  readonly interventions: readonly RecordedIntervention[]
}
