import type { FaultAction, Partition } from '../../../src-shared/faults/actions'
import type { NodeId } from '../../../src-shared/ids'
import { nodeNames } from '../../../src-shared/scenario/schema'
import type { Scenario } from '../../../src-shared/scenario/schema'

/** The scenario in a cluster without these nodes; what was to be done to them is left out. */
export function withoutNodes(scenario: Scenario, gone: readonly NodeId[]): Scenario {
  const { cluster, network, timeline, expectations } = scenario
  const stays = (name: string) => !gone.includes(name)
  const timeline_left = timeline.flatMap((entry) => {
    const action = actionWithout(entry.action, stays)
    return action ? [{ ...entry, action }] : []
  })
  return {
    ...scenario,
    cluster: {
      ...cluster,
      ...(cluster.members
        ? { members: cluster.members.filter(({ name }) => stays(name)) }
        : { nodes: asCount(nodeNames(scenario).filter(stays)) }),
      node_parameters: Object.fromEntries(Object.entries(cluster.node_parameters).filter(([node]) => stays(node)))
    },
    network: {
      ...network,
      regions: Object.fromEntries(Object.entries(network.regions).map(([name, members]) => [name, members.filter(stays)])),
      links: network.links.filter(({ from, to }) => stays(from) && stays(to))
    },
    timeline: timeline_left,
    expectations: expectations.map((one) =>
      one.expect === 'converged' && one.nodes ? { ...one, nodes: one.nodes.filter(stays) } : one
    )
  }
}

/** n1, n2, … nN are written as N. */
function asCount(names: readonly NodeId[]): Scenario['cluster']['nodes'] {
  return names.every((name, i) => name === `n${i + 1}`) ? names.length : [...names]
}

type NodePredicate = (name: string) => boolean

function actionWithout(action: FaultAction, stays: NodePredicate): FaultAction | null {
  if (action.do === 'partition') {
    const partition = partitionWithout(action.partition, stays)
    return partition && { ...action, partition }
  }
  if (action.do === 'link') return stays(action.from) && stays(action.to) ? action : null
  if (action.do === 'command' && !Object.values(action.arguments).every((value) => stays(String(value)))) return null
  return 'node' in action && action.node !== undefined && !stays(action.node) ? null : action
}

function partitionWithout(partition: Partition, stays: NodePredicate): Partition | null {
  switch (partition.shape) {
    case 'isolate': {
      const nodes = partition.nodes.filter(stays)
      return nodes.length > 0 ? { ...partition, nodes } : null
    }
    case 'halves': {
      const group = partition.group?.filter(stays)
      return group?.length === 0 ? null : { ...partition, group }
    }
    case 'bridge':
      return partition.node === undefined || stays(partition.node) ? partition : null
    case 'groups': {
      const groups = partition.groups.map((group) => group.filter(stays)).filter((group) => group.length > 0)
      return groups.length > 0 ? { ...partition, groups } : null
    }
    case 'majorities-ring':
      return partition
  }
}
