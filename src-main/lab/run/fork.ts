/** A run that branches off another one: it repeats it exactly up to an event, is changed, and goes on. */
import type { LabEvent } from '../../../src-shared/events'
import type { RecordedIntervention } from '../../../src-shared/faults/interventions'
import type { Scenario } from '../../../src-shared/scenario/schema'
import { LabError } from '../lab-error'
import type { ForkOrigin } from './fork-origin'
import type { ReplayableRun, RunRequest } from './run-request'

/** Why some runs cannot be branched off from. */
export const NOT_SIMULATED = 'a run of real processes cannot be forked: its timing does not repeat, only a simulation does'

/** Ends sentences on what a recording lacks. */
const NOT_REPEATED = 'the run can be repeated only up to what stands before'

/** The run to be forked, as its recording keeps it. */
export interface RecordedRun {
  readonly scenario: Scenario
  readonly text: string
  /** The recording's name. */
  readonly recording: string
}

/** What to ask for so that a recorded run is repeated up to `at_seq`. Throws {@link LabError} where it cannot be. */
export function forkOfEvents(
  events: Iterable<LabEvent>,
  at_seq: number,
  { scenario, text, recording }: RecordedRun
): RunRequest & { readonly origin: ForkOrigin } {
  const run = { seed: scenario.seed, engine: scenario.engine }
  let replay_check: LabEvent | null = null
  let hole_ends: number | null = null
  let reached = false
  const interventions: RecordedIntervention[] = []
  for (const event of events) {
    // The reader's word for damage: what somebody did to the run may be among the events that are missing.
    if (event.kind === 'gap') hole_ends ??= event.seq - event.lost < at_seq ? event.seq + 1 : null
    reached = event.seq >= at_seq
    if (event.seq > at_seq || hole_ends !== null) break
    if (event.kind === 'run-started') Object.assign(run, { seed: event.seed, engine: event.engine })
    if (event.kind === 'intervention') interventions.push(event)
    // What the recording says of itself is no event of the run.
    if (event.kind !== 'sampling' || event.source !== 'recording') replay_check = event
  }
  if (run.engine !== 'simulation') throw new LabError(NOT_SIMULATED)
  if (hole_ends !== null) throw new LabError(`this recording lacks events before event ${hole_ends}: ${NOT_REPEATED}`)
  // It may be one of a sampled message, whose seq the recording lacks: then a later one tells that the run went so far.
  if (!reached) throw new LabError(`this recording ends at event ${replay_check?.seq ?? 0}: ${NOT_REPEATED}`)
  const origin = { from: { recording, run: null }, at_seq, interventions, replay_check, change: null }
  return { scenario, text, ...run, origin }
}

/** What decides all of a recorded run. */
export function runOfEvents(
  events: Iterable<LabEvent>,
  { scenario, text }: Pick<RecordedRun, 'scenario' | 'text'>
): ReplayableRun {
  let { seed } = scenario
  const interventions: RecordedIntervention[] = []
  for (const event of events) {
    if (event.kind === 'run-started') ({ seed } = event)
    if (event.kind === 'intervention') interventions.push(event)
  }
  return { scenario, text, seed, interventions }
}
