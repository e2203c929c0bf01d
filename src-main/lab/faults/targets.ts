/** From "the leader" to a name: the words of an action are resolved when it happens. */
import type { ClusterFold, NodeState } from '../../../src-shared/folds/cluster'
import { mapTargets } from '../../../src-shared/faults/actions'
import type { FaultAction, NodeTarget } from '../../../src-shared/faults/actions'
import type { NodeId } from '../../../src-shared/ids'
import { followingOf } from '../../../src-shared/protocols/leadership/following'
import type { FollowingFold } from '../../../src-shared/protocols/leadership/following'

/** The cluster has nobody who answers to the word now; a moment later it may. */
export class NoSuchTargetError extends Error {
  override readonly name = 'NoSuchTargetError'
}

/** What words are resolved by. */
export interface TargetView {
  readonly cluster: ClusterFold
  readonly following: FollowingFold
}

/** The running leader of the highest term, if there is one. */
export function currentLeader({ cluster, following }: TargetView): NodeState | null {
  const termOf = ({ id }: NodeState): number => followingOf(following, id).term
  const leaders = [...cluster.nodes.values()].filter(({ process, duty }) => process === 'running' && duty === 'leads')
  return leaders.reduce<NodeState | null>((best, node) => (best && termOf(best) >= termOf(node) ? best : node), null)
}

/** The action with names of nodes in place of words. `random` is uniform in [0, 1). Throws {@link NoSuchTargetError}. */
export function resolveAction(action: FaultAction, view: TargetView, random: () => number): FaultAction {
  return mapTargets(action, (target) => resolveTarget(target, view, random))
}

function resolveTarget(target: NodeTarget, view: TargetView, random: () => number): string {
  const { cluster } = view
  if (target === '*' || cluster.nodes.has(target) || cluster.clients.includes(target)) return target
  const up = [...cluster.nodes.values()].filter(({ process }) => process === 'running')
  const leader = currentLeader(view)
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
