import { findProtocol } from '../../../src-node/protocols/registry'
import type { TraceSettings } from '../../../src-node/node-core/conditions'
import type { LabEvent } from '../../../src-shared/events'
import { LabError } from '../lab-error'
import type { ReplayableRun } from './run-request'
import { VirtualRun } from './virtual-run'

const FAULTS_ALONE: TraceSettings = { logical_clocks: false, messages_per_s: 0, facts: false }
/** Some hours of a small cluster. */
const STEPS_MAX = 10_000_000

/** What happened, messages and facts aside, in a simulated run until the last thing was done to it by hand. Throws {@link LabError}. */
export function repeatByHand({ scenario, seed, interventions }: Omit<ReplayableRun, 'text'>): readonly LabEvent[] {
  const last_step = interventions.at(-1)?.step ?? 0
  if (last_step > STEPS_MAX)
    throw new LabError(`the run was reached into after ${last_step} steps: only ${STEPS_MAX} are repeated`)
  const protocol = findProtocol(scenario.cluster.protocol)
  const run = new VirtualRun({ scenario, protocol, seed, trace: FAULTS_ALONE, invariants: [] })
  for (const next of interventions) {
    while (run.steps < next.step && run.step());
    run.replay(next)
  }
  return run.take()
}
