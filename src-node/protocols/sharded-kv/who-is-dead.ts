/** Who is dead, as this node knows it from SWIM within it: where that runs, a placement leader replaces those and nobody who is merely silent. */
import type { NodeId } from '../../../src-shared/ids'
import type { Context, Input } from '../contract'
import type { MembershipMessage } from '../membership/messages'
import { swim } from '../membership/within'
import type { ShardedEffect, ShardedMessage, ShardedState } from './state'

/** What SWIM asks for, and the inputs that are left. */
export function stepSwim(
  state: ShardedState,
  inputs: readonly Input<ShardedMessage | MembershipMessage>[],
  context: Context
): { effects: ShardedEffect[]; left: readonly Input<ShardedMessage>[] } {
  if (state.swim === null) return { effects: [], left: inputs as readonly Input<ShardedMessage>[] }
  const effects = swim.step(state.swim, inputs, context)
  const { dead_since, switches } = state
  for (const { id, status } of state.swim.members.values()) {
    const is_dead = status === 'dead' || (status === 'suspect' && switches['suspicion-is-death'] === true)
    if (!is_dead) dead_since.delete(id)
    else if (!dead_since.has(id)) dead_since.set(id, context.now_us)
  }
  return { effects, left: swim.others<ShardedMessage>(inputs) }
}

/** For how long the node has been dead, as far as this one knows; 0: it is not. */
export function deadForUs({ dead_since }: ShardedState, node: NodeId, now_us: number): number {
  return now_us - (dead_since.get(node) ?? now_us)
}
