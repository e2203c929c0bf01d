import type { LiveInvariant, Protocol } from '../../../src-node/protocols/contract'
import { DATA_TYPES } from '../../../src-shared/consistency'
import type { DataType } from '../../../src-shared/consistency'
import type { DataTypeName } from '../../../src-shared/data-types/registry'
import { readsSeveral } from '../../../src-shared/operations'
import type { OperationName } from '../../../src-shared/operations'
import { rolesOf } from '../../../src-shared/scenario/members'
import { nodeNames } from '../../../src-shared/scenario/schema'
import type { Scenario } from '../../../src-shared/scenario/schema'
import { MODELS } from '../../checkers/models'
import { createStreamingLinearizability } from '../../checkers/streaming/streaming-linearizability'
import { clusterParameters } from './cluster-parameters'

/** What watches a run while it goes on, as far as the scenario asks for it: the protocol's invariants, and its history. */
export function createLiveChecks(scenario: Scenario, protocol: Protocol): LiveInvariant[] {
  const { checks } = scenario
  const { data_types } = protocol.description
  const parameters = clusterParameters(scenario, protocol.description)
  const roles = rolesOf(scenario.cluster)
  const invariants = checks.includes('invariants') ? protocol.createInvariants(nodeNames(scenario), parameters, roles) : []
  const type = checks.includes('linearizable') ? workloadType(scenario, data_types) : undefined
  return type === undefined ? invariants : [...invariants, createStreamingLinearizability(type)]
}

/** Of the types that the protocol keeps the first that has all that clients do; where none has, the first: what it lacks is left unjudged. */
function workloadType({ workload: { mix, script } }: Scenario, served: readonly DataTypeName[]): DataType | undefined {
  const drawn = Object.entries(mix).flatMap(([name, weight]) => (weight > 0 ? [name as OperationName] : []))
  const names = (script?.map(({ operation }) => operation.f) ?? drawn).filter((f) => !readsSeveral({ f }))
  const types = DATA_TYPES.filter((type) => served.some((name) => name === type))
  return types.find((type) => names.every((name) => MODELS[type].operations.some((known) => known === name))) ?? types[0]
}
