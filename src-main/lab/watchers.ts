import type { LiveInvariant, Protocol } from '../../src-node/protocols/contract'
import { nodeNames } from '../../src-shared/scenario/schema'
import type { Scenario } from '../../src-shared/scenario/schema'

/** What watches a run while it goes on, as far as the scenario asks for it: the protocol's invariants. */
export function createWatchers(scenario: Scenario, protocol: Protocol): LiveInvariant[] {
  return scenario.checks.includes('invariants') ? protocol.createInvariants(nodeNames(scenario)) : []
}
