/** From "the leader" to a name: the words of an action are resolved when it happens. */
import type { ClusterFold, NodeState } from '../../src-shared/folds/cluster'
import type { FaultAction, NodeTarget, Partition } from '../../src-shared/faults'
import type { NodeId } from '../../src-shared/ids'

/** The cluster has nobody who answers to the word now; a moment later it may. */
export class NoSuchTargetError extends Error {
  override readonly name = 'NoSuchTargetError'
}

/** The running leader of the highest term, if there is one. */
export function currentLeader(cluster: ClusterFold): NodeState | null {
  const leaders = [...cluster.nodes.values()].filter(({ process, look }) => process === 'running' && look === 'leader')
  return leaders.reduce<NodeState | null>((best, node) => (best && best.term >= node.term ? best : node), null)
}

/** The action with names of nodes in place of words. `random` is uniform in [0, 1). Throws {@link NoSuchTargetError}. */
export function resolveAction(action: FaultAction, cluster: ClusterFold, random: () => number): FaultAction {
  const resolve = (target: NodeTarget) => resolveTarget(target, cluster, random)
  switch (action.do) {
    case 'partition':
      return { ...action, partition: resolvePartition(action.partition, resolve) }
    case 'link':
      return { ...action, from: resolve(action.from), to: resolve(action.to) }
    case 'command': {
      const words = new Set(['leader', 'follower', 'any'])
      const given = Object.entries(action.arguments).map(([name, value]) => [
        name,
        typeof value === 'string' && words.has(value) ? resolve(value) : value
      ])
      return { ...action, node: resolve(action.node), arguments: Object.fromEntries(given) }
    }
    case 'crash':
    case 'stop':
    case 'restart':
    case 'pause':
    case 'resume':
    case 'clock':
    case 'disk':
    case 'lose-disk':
    case 'backup-disk':
    case 'restore-disk':
      return { ...action, node: resolve(action.node) }
    case 'switch':
      return action.node === undefined ? action : { ...action, node: resolve(action.node) }
    case 'heal':
    case 'crash-all':
    case 'restart-all':
      return action
  }
}

function resolvePartition(partition: Partition, resolve: (target: NodeTarget) => NodeId): Partition {
  switch (partition.shape) {
    case 'isolate':
      return { ...partition, nodes: partition.nodes.map(resolve) }
    case 'halves':
      return { ...partition, group: partition.group?.map(resolve) }
    case 'bridge':
      return { ...partition, node: partition.node === undefined ? undefined : resolve(partition.node) }
    case 'groups':
      return { ...partition, groups: partition.groups.map((group) => group.map(resolve)) }
    case 'majorities-ring':
      return partition
  }
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
  throw new NoSuchTargetError(`there is no node or client named ${target}`)
}

function nameOf(node: NodeState | null | undefined, otherwise: string): NodeId {
  if (!node) throw new NoSuchTargetError(otherwise)
  return node.id
}
