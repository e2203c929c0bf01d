/** How far each replica's log is committed and applied: as it last told. */
import type { EventOf, FactEvent, LabEvent, Stamp } from '../../events'
import type { ClusterFold } from '../../folds/cluster'
import { declareFold } from '../../folds/declared'
import type { NodeId } from '../../ids'
import { keysOfNode, replicaKey } from '../../replica'
import type { ReplicaKey } from '../../replica'
import { Apply, Commit } from './facts'

export interface Position {
  commit: number
  applied: number
}

export interface PositionsFold {
  readonly replicas: Map<ReplicaKey, Position>
  /** Of each node's disk, as of its newest start. */
  readonly generations: Map<NodeId, number>
}

const START: Readonly<Position> = Object.freeze({ commit: 0, applied: 0 })

export function createPositionsFold(): PositionsFold {
  return { replicas: new Map(), generations: new Map() }
}

/** What {@link foldPositions} reads. */
export const POSITIONS_READS: readonly string[] = [Commit.name, Apply.name, 'node-started', 'member-left']

export const positionsFold = declareFold<PositionsFold>({
  create: createPositionsFold,
  reads: POSITIONS_READS,
  observe: foldPositions
})

/** Call after `foldCluster` for the same event. */
export function foldPositions(fold: PositionsFold, event: LabEvent, cluster: ClusterFold): void {
  if (event.kind === 'fact') foldFact(fold, event, cluster)
  else if (event.kind === 'node-started') startNode(fold, event)
  else if (event.kind === 'member-left') forgetNode(fold, event.node)
}

function foldFact({ replicas }: PositionsFold, event: FactEvent & Stamp, { left }: ClusterFold): void {
  const is_commit = Commit.is(event)
  if ((!is_commit && !Apply.is(event)) || left.has(event.node)) return
  const key = replicaKey(event)
  let position = replicas.get(key)
  if (position === undefined) replicas.set(key, (position = { ...START }))
  if (is_commit) {
    position.commit = event.data.index
    // A node that has lost its log has applied nothing of it either.
    position.applied = Math.min(position.applied, event.data.index)
  } else position.applied = event.data.entries.at(-1)?.index ?? position.applied
}

export function positionOf(fold: PositionsFold | null, replica: ReplicaKey): Readonly<Position> {
  return fold?.replicas.get(replica) ?? START
}

/** The highest of all replicas. */
export function farthest({ replicas }: PositionsFold, of: keyof Position): number {
  return Math.max(0, ...[...replicas.values()].map((position) => position[of]))
}

/** On another disk it does not have what it had. */
function startNode(fold: PositionsFold, { node, generation = 0 }: EventOf<'node-started'>): void {
  if (generation !== (fold.generations.get(node) ?? 0)) forgetNode(fold, node)
  fold.generations.set(node, generation)
}

function forgetNode({ replicas, generations }: PositionsFold, node: NodeId): void {
  for (const key of keysOfNode(replicas.keys(), node)) replicas.delete(key)
  generations.delete(node)
}
