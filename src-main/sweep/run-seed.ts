import { findProtocol } from '../../src-node/protocols/registry'
import type { Scenario } from '../../src-shared/scenario/schema'
import { simulate } from '../lab/run/simulate'
import { erroredOutcome, outcomeOf } from './outcome'
import type { Outcome } from './outcome'

/** Simulates the scenario with this seed up to its first violation. What goes wrong in doing so is a failure of the seed. */
export function runSeed(scenario: Scenario, seed: number): Outcome {
  try {
    const protocol = findProtocol(scenario.cluster.protocol)
    return outcomeOf(seed, simulate({ scenario, protocol, seed, stop_at_violation: true }))
  } catch (error) {
    return erroredOutcome(seed, error as Error)
  }
}
