import type { LiveInvariant, Protocol } from '../../../src-node/protocols/contract'
import { nodeNames } from '../../../src-shared/scenario/schema'
import type { Scenario } from '../../../src-shared/scenario/schema'
import { createStreamingLinearizability } from '../../checkers/streaming/streaming-linearizability'
import { clusterParameters } from './cluster-parameters'

/** What watches a run while it goes on, as far as the scenario asks for it: the protocol's invariants, and its history. */
export function createLiveChecks(scenario: Scenario, protocol: Protocol): LiveInvariant[] {
  const { checks } = scenario
  const parameters = clusterParameters(scenario, protocol.description)
  const invariants = checks.includes('invariants') ? protocol.createInvariants(nodeNames(scenario), parameters) : []
  return checks.includes('linearizable')
    ? [...invariants, createStreamingLinearizability(isCounterWorkload(scenario) ? 'counter' : 'kv')]
    : invariants
}

/** Whether clients count and read, and do nothing else. */
function isCounterWorkload({ workload: { mix, script } }: Scenario): boolean {
  const drawn = Object.entries(mix).flatMap(([name, weight]) => (weight > 0 ? [name] : []))
  const names = script?.map(({ operation }) => operation.f as string) ?? drawn
  return names.includes('increment') && names.every((name) => name === 'increment' || name === 'get')
}
