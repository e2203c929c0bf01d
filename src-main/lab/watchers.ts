import type { LiveInvariant, Protocol } from '../../src-node/protocols/contract'
import { nodeNames } from '../../src-shared/scenario/schema'
import type { Scenario } from '../../src-shared/scenario/schema'
import { createStreamingLinearizability } from '../checkers/streaming/streaming-linearizability'
import { clusterParameters } from './parameters'

/** What watches a run while it goes on, as far as the scenario asks for it: the protocol's invariants, and its history. */
export function createWatchers(scenario: Scenario, protocol: Protocol): LiveInvariant[] {
  const { checks } = scenario
  const parameters = clusterParameters(scenario, protocol.description)
  const invariants = checks.includes('invariants') ? protocol.createInvariants(nodeNames(scenario), parameters) : []
  return checks.includes('linearizable') ? [...invariants, createStreamingLinearizability('kv')] : invariants
}
