/**
 * Who is up, as this node knows it from SWIM within it: coordinators do not wait for replicas that are down before somebody stands in for
 * them (Dynamo §4.8.3). It decides nothing else: which nodes keep a key, and how many must answer, stays as the administrator has it, so
 * that a wrong suspicion costs hints and no data.
 */
import type { NodeId } from '../../../src-shared/ids'
import { areMet } from './quorums'
import type { Quorum, QuorumState } from './state'

/** Takes over what SWIM says of who is down; answers who is not any more. */
export function noteWhoIsUp({ swim, down, switches }: QuorumState): NodeId[] {
  const back: NodeId[] = []
  for (const { id, status } of swim?.members.values() ?? []) {
    if (status === 'dead') down.add(id)
    else if (!switches['return-unnoticed'] && down.delete(id)) back.push(id)
  }
  return back
}

/** Whom a coordinator asks: the replicas that are up, but all where too few are: it may be wrong about them. */
export function replicasToAsk(
  { down }: QuorumState,
  { replicas, quorums }: { readonly replicas: readonly NodeId[]; readonly quorums: readonly Quorum[] }
): readonly NodeId[] {
  if (down.size === 0) return replicas
  const isUp = (node: NodeId): boolean => !down.has(node)
  return areMet(quorums, isUp) ? replicas.filter(isUp) : replicas
}
