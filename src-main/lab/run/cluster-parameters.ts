import type { NodeId } from '../../../src-shared/ids'
import type { Parameters, ProtocolDescription } from '../../../src-shared/description/protocol-description'
import { membersOf } from '../../../src-shared/scenario/members'
import type { Scenario } from '../../../src-shared/scenario/schema'

/** What the cluster is configured with: the protocol's defaults, and its own parameters. */
export function clusterParameters({ cluster }: Scenario, description: ProtocolDescription): Parameters {
  const described = Object.entries(description.parameters)
  const defaults: Parameters = Object.fromEntries(described.map(([name, parameter]) => [name, parameter.default]))
  return { ...defaults, ...cluster.parameters }
}

/** What each node is configured with: what the cluster is, and what it is alone. */
export function nodeParameters(scenario: Scenario, description: ProtocolDescription): (node: NodeId) => Parameters {
  const common = clusterParameters(scenario, description)
  const own = new Map(membersOf(scenario.cluster).map(({ name, parameters }) => [name, parameters]))
  return (node) => ({ ...common, ...own.get(node) })
}
