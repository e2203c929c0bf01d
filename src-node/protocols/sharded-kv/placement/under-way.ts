/** What is under way with a shard: of moves, splits and merges it has one at most, but for the move that brings it to its merge. */
import type { Move, PlacementState, RangeChange, ShardId } from './state'

/** The move of the shard that is under way; null: it stays. */
export function moveOf({ moves }: Pick<PlacementState, 'moves'>, shard: ShardId): Move | null {
  for (const move of moves.values()) if (move.shard === shard) return move
  return null
}

/** The split or merge of the shard that is under way. */
export function rangeChangeOf({ range_changes }: Pick<PlacementState, 'range_changes'>, shard: ShardId): RangeChange | null {
  for (const change of range_changes.values()) if (concerns(change, shard)) return change
  return null
}

export function isUnderWay(state: Pick<PlacementState, 'moves' | 'range_changes'>, shard: ShardId): boolean {
  return moveOf(state, shard) !== null || rangeChangeOf(state, shard) !== null
}

/** Whether its shards are where it is made. */
export function isReady(state: Pick<PlacementState, 'moves' | 'shards'>, change: RangeChange): boolean {
  const concerned = change.do === 'split' ? [change.shard] : [change.shard, change.with]
  return concerned.every((shard) => state.shards.get(shard)?.group === change.group && moveOf(state, shard) === null)
}

function concerns(change: RangeChange, shard: ShardId): boolean {
  return change.shard === shard || (change.do === 'merge' ? change.with : change.into) === shard
}
