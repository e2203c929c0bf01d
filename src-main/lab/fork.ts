/** A run that branches off another one: it repeats it exactly up to an event, is changed, and goes on. */
import type { LabEvent } from '../../src-shared/events'
import type { Intervention } from '../../src-shared/interventions'
import type { SimulationState } from '../../src-shared/lab-api'
import type { TimedIntervention } from './virtual-run'

/** Why some runs cannot be branched off from. */
export const NOT_SIMULATED = 'a run of real processes cannot be forked: its timing does not repeat, only a simulation does'

/** An intervention and its own place in the stream. */
export type RecordedIntervention = TimedIntervention & { readonly seq: number }

/** What a run is to repeat, and how it is then to differ. */
export interface ForkOrigin {
  readonly from: Pick<NonNullable<SimulationState['forked_from']>, 'recording' | 'run'>
  readonly at_seq: number
  /** What somebody did to that run, in order. */
  readonly interventions: readonly RecordedIntervention[]
  /** An event of that run, to tell whether it is really repeated; null where this needs no proof. */
  readonly witness: LabEvent | null
  readonly change: Intervention | null
}

/** What the events of a recording say of how its run came about, up to `at_seq`; null where they are not those of a simulation. */
export function readOrigin(
  events: Iterable<LabEvent>,
  at_seq: number
): (Pick<ForkOrigin, 'interventions' | 'witness'> & { readonly seed: number }) | null {
  let seed: number | null = null
  let witness: LabEvent | null = null
  const interventions: RecordedIntervention[] = []
  for (const event of events) {
    if (event.seq > at_seq) break
    if (event.kind === 'run-started' && event.engine === 'simulation') ({ seed } = event)
    if (event.kind === 'intervention') interventions.push(pick(event))
    witness = event
  }
  return seed === null ? null : { seed, interventions, witness }
}

function pick({ seq, step, intervention }: RecordedIntervention): RecordedIntervention {
  return { seq, step, intervention }
}
