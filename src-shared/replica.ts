/** A replica: one instance of a protocol, on a node. A node has one, unless it hosts several groups. */
import type { NodeId } from './ids'

export interface Replica {
  readonly node: NodeId
  /** Absent: the node has this replica alone. */
  readonly group?: string | undefined
}

/** Unique in a run: `n1`, or `n1 g3` where the node hosts groups. */
export type ReplicaKey = string

export function replicaKey({ node, group }: Replica): ReplicaKey {
  return group === undefined ? node : `${node} ${group}`
}

/** A replica as people read it: a group that is named as its node is not named again. */
export function replicaName({ node, group }: Replica): string {
  return replicaKey({ node, group: group === node ? undefined : group })
}

/** The replica of that name. */
export function replicaOf(key: ReplicaKey): Replica {
  const [node, group] = key.split(' ')
  return { node: node!, group }
}

/** The keys of a node's replicas among these. */
export function keysOfNode(keys: Iterable<ReplicaKey>, node: NodeId): ReplicaKey[] {
  return [...keys].filter((key) => key === node || key.startsWith(`${node} `))
}
