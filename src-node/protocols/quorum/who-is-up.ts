/**
 * Who is up, as this node knows it from SWIM within it: coordinators do not wait for replicas that are down before somebody stands in for
 * them (Dynamo §4.8.3). It decides nothing else: which nodes keep a key, and how many must answer, stays as the administrator has it, so
 * that a wrong suspicion costs hints and no data.
 */
import type { NodeId } from '../../../src-shared/ids'
import type { Context, Input } from '../contract'
import type { MembershipMessage } from '../membership/messages'
import { swim } from '../membership/within'
import type { QuorumEffect } from './core'
import type { QuorumMessage } from './messages'
import { areMet } from './quorums'
import type { Quorum, QuorumState } from './state'

/** Besides what SWIM asks for, the inputs that are left, and whom it has found to be up again: one hears of that as of a link. */
export function stepSwim(
  state: QuorumState,
  inputs: readonly Input<QuorumMessage | MembershipMessage>[],
  context: Context
): { effects: QuorumEffect[]; left: readonly Input<QuorumMessage>[] } {
  if (state.swim === null) return { effects: [], left: inputs as readonly Input<QuorumMessage>[] }
  const effects = swim.step(state.swim, inputs, context)
  const back = returned(state).map((peer) => ({ kind: 'peer', peer, connected: true }) as const)
  return { effects, left: [...swim.others<QuorumMessage>(inputs), ...back] }
}

/** Takes over what SWIM says of who is down; answers who is not any more. */
function returned({ swim: known, down, switches }: QuorumState): NodeId[] {
  const back: NodeId[] = []
  for (const { id, status } of known?.members.values() ?? []) {
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
