/** Who is up, who can reach whom, and who of them can decide. */
import { quorumSize } from '../description/quorum'
import type { NodeId } from '../ids'
import { isClosedBetween } from './closed-links'
import type { ClusterFold } from './cluster'
import { reachGroups } from './reachability'
import type { Quorum, ReachGroup } from './reachability'

/** Whether both nodes run and both directions between them are open. */
export function canReach(fold: ClusterFold, a: NodeId, b: NodeId): boolean {
  return isUp(fold, a) && isUp(fold, b) && !isClosedBetween(fold.closed, a, b)
}

/** Groups of running nodes that can all reach each other; computed anew only when the topology changed. */
export function groupsOf(fold: ClusterFold): readonly ReachGroup[] {
  if (fold.groups.topology !== fold.topology) {
    const up = [...fold.nodes.keys()].filter((node) => isUp(fold, node))
    const list = reachGroups(
      up,
      (a, b) => !isClosedBetween(fold.closed, a, b),
      (group) => hasQuorum(fold, group)
    )
    fold.groups = { topology: fold.topology, list }
  }
  return fold.groups.list
}

/** Whether these nodes can decide, of all that have a vote now; null where no number decides. */
export function hasQuorum({ quorum, nodes, parameters }: ClusterFold, among: readonly NodeId[]): Quorum {
  let voters = 0
  for (const { votes } of nodes.values()) if (votes) voters++
  const size = quorumSize(quorum, voters, parameters)
  return size === null ? null : among.filter((node) => nodes.get(node)?.votes).length >= size
}

/** Nodes that reach a quorum though no group is one: the members of it do not all reach each other. */
export function hubsOf(fold: ClusterFold, groups: readonly ReachGroup[]): NodeId[] {
  const members = groups.flatMap(({ nodes }) => nodes)
  const distinct = [...new Set(members)]
  // Groups that share nobody have no node that reaches more than its group.
  if (distinct.length === members.length || groups.some(({ quorum }) => quorum !== false)) return []
  return distinct.filter((node) => {
    const reached = groups.flatMap(({ nodes }) => (nodes.includes(node) ? nodes : []))
    return hasQuorum(fold, [...new Set(reached)]) === true
  })
}

/** Whether the node is a running process. */
export function isUp(fold: ClusterFold, node: NodeId): boolean {
  return fold.nodes.get(node)?.process === 'running'
}
