/** Who is dead, as this node knows it from SWIM within it: where that runs, a placement leader replaces those and nobody who is merely silent. */
import type { NodeId } from '../../../src-shared/ids'
import type { ShardedState } from './state'

/** Takes over what SWIM says of who is dead. */
export function noteWhoIsDead({ swim, dead_since, switches }: ShardedState, now_us: number): void {
  for (const { id, status } of swim?.members.values() ?? []) {
    const is_dead = status === 'dead' || (status === 'suspect' && switches['suspicion-is-death'] === true)
    if (!is_dead) dead_since.delete(id)
    else if (!dead_since.has(id)) dead_since.set(id, now_us)
  }
}

/** For how long the node has been dead, as far as this one knows; 0: it is not. */
export function deadForUs({ dead_since }: ShardedState, node: NodeId, now_us: number): number {
  return now_us - (dead_since.get(node) ?? now_us)
}
