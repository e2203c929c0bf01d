/** From "the leader" to a name: the words of an action are resolved when it happens. */
import type { ClusterFold, NodeState } from '../../../src-shared/folds/cluster'
import { mapTargets } from '../../../src-shared/faults/actions'
import type { FaultAction, NodeTarget } from '../../../src-shared/faults/actions'
import type { NodeId } from '../../../src-shared/ids'

/** The cluster has nobody who answers to the word now; a moment later it may. */
export class NoSuchTargetError extends Error {
  override readonly name = 'NoSuchTargetError'
}

/** The running leader of the highest term, if there is one. */
export function currentLeader(cluster: ClusterFold): NodeState | null {
  const leaders = [...cluster.nodes.values()].filter(({ process, duty }) => process === 'running' && duty === 'leads')
  return leaders.reduce<NodeState | null>((best, node) => (best && best.term >= node.term ? best : node), null)
}

/** The action with names of nodes in place of words. `random` is uniform in [0, 1). Throws {@link NoSuchTargetError}. */
export function resolveAction(action: FaultAction, cluster: ClusterFold, random: () => number): FaultAction {
  return mapTargets(action, (target) => resolveTarget(target, cluster, random))
}

function resolveTarget(target: NodeTarget, cluster: ClusterFold, random: () => number): string {
  if (target === '*' || cluster.nodes.has(target) || cluster.clients.includes(target)) return target
  const up = [...cluster.nodes.values()].filter(({ process }) => process === 'running')
  const leader = currentLeader(cluster)
  if (target === 'leader') return nameOf(leader, 'there is no leader now')
  if (target === 'follower')
    return nameOf(
      up.find((node) => node !== leader),
      'no node is up beside the leader'
    )
  if (target === 'any') return nameOf(up[Math.floor(random() * up.length)], 'no node is up')
  const assigned = [...cluster.nodes.values()].filter(({ assigned_role }) => assigned_role === target)
  if (assigned.length > 0) return nameOf(assigned.find(({ process }) => process === 'running') ?? assigned[0], '')
  throw new NoSuchTargetError(`there is no node or client named ${target}`)
}

function nameOf(node: NodeState | null | undefined, otherwise: string): NodeId {
  if (!node) throw new NoSuchTargetError(otherwise)
  return node.id
}
