/** Whom each replica follows, and in which term: as it last told. */
import type { EventOf, LabEvent } from '../../events'
import type { ClusterFold } from '../../folds/cluster'
import { isHeard } from '../../folds/cluster'
import { declareFold } from '../../folds/declared'
import type { NodeId } from '../../ids'
import { keysOfNode, replicaKey } from '../../replica'
import type { ReplicaKey } from '../../replica'

export interface Following {
  readonly term: number
  /** null: nobody that it knows of, or its process is gone. */
  readonly leader: NodeId | null
}

export interface FollowingFold {
  readonly replicas: Map<ReplicaKey, Following>
}

/** Of a replica that has told nothing yet. */
const NOBODY: Following = Object.freeze({ term: 0, leader: null })

export function createFollowingFold(): FollowingFold {
  return { replicas: new Map() }
}

/** What {@link foldFollowing} reads. */
export const FOLLOWING_READS: readonly string[] = ['role', 'node-exited', 'member-left']

export const followingFold = declareFold<FollowingFold>({
  create: createFollowingFold,
  reads: FOLLOWING_READS,
  observe: foldFollowing
})

/** Call after `foldCluster` for the same event. */
export function foldFollowing(fold: FollowingFold, event: LabEvent, cluster: ClusterFold): void {
  switch (event.kind) {
    case 'role':
      return foldRole(fold, event, cluster)
    case 'node-exited':
      for (const key of keysOfNode(fold.replicas.keys(), event.node))
        fold.replicas.set(key, Object.freeze({ term: fold.replicas.get(key)!.term, leader: null }))
      return
    case 'member-left':
      for (const key of keysOfNode(fold.replicas.keys(), event.node)) fold.replicas.delete(key)
      return
    default:
  }
}

function foldRole({ replicas }: FollowingFold, event: EventOf<'role'>, cluster: ClusterFold): void {
  const { term = 0, leader = null } = event
  // Frozen, so that copies of the fold share it.
  if (isHeard(cluster, event)) replicas.set(replicaKey(event), Object.freeze({ term, leader }))
}

export function followingOf(fold: FollowingFold | null, replica: ReplicaKey): Following {
  return fold?.replicas.get(replica) ?? NOBODY
}

/** Role given by configuration, not by election: terms start at 1 with the first election. */
export function isAppointed({ term, leader }: Following): boolean {
  return term === 0 && leader !== null
}
