import type { NodeId } from '../../src-shared/ids'
import type { Parameters, ProtocolDescription } from '../../src-shared/protocol-description'
import type { Scenario } from '../../src-shared/scenario/schema'

/** What each node is configured with: the protocol's defaults, the cluster's parameters, its own. */
export function nodeParameters({ cluster }: Scenario, description: ProtocolDescription): (node: NodeId) => Parameters {
  const described = Object.entries(description.parameters)
  const defaults: Parameters = Object.fromEntries(described.map(([name, parameter]) => [name, parameter.default]))
  return (node) => ({ ...defaults, ...cluster.parameters, ...cluster.node_parameters[node] })
}
