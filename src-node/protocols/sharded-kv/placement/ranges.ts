/** Splits and merges as the placement service keeps them: from when they are planned until their group has made them. */
import { SHARDS_MAX } from '../../../../src-shared/protocols/sharded-kv/parameters'
import type { PlannedMerge, PlannedSplit } from './commands'
import type { MoveId, PlacementState, Shard, ShardId } from './state'
import { isUnderWay } from './under-way'

/** Unless the shard is under way or split already, or there are too many. */
export function beginSplit(state: PlacementState, { shard: id, at, by, reason }: PlannedSplit): void {
  const shard = state.shards.get(id)
  if (shard === undefined || isUnderWay(state, id) || !canSplitAt(shard, at)) return
  const into = freeShard(state)
  if (into === null) return
  state.last_shard = into
  const change = ++state.last_move
  state.range_changes.set(change, { do: 'split', id: change, shard: id, group: shard.group, into, at, by, reason })
}

/** Whether the boundary, if it is given, leaves something on both its sides. */
export function canSplitAt({ range }: Shard, at: string | null): boolean {
  return range.by === 'key' && (at === null || (range.from < at && (range.to === null || at < range.to)))
}

/** Unless they are no neighbours any more, or one is under way. If they are apart, one goes to where the other is. */
export function beginMerge(state: PlacementState, planned: PlannedMerge): void {
  const [left, right] = [state.shards.get(planned.shard), state.shards.get(planned.with)]
  if (left === undefined || right === undefined || !areNeighbours(left, right)) return
  if (isUnderWay(state, left.id) || isUnderWay(state, right.id)) return
  const [stays, moves] = planned.moves === left.id ? [right, left] : [left, right]
  if (stays.group !== moves.group && !beginMoveTo(state, moves, stays)) return
  const change = ++state.last_move
  const { reason } = planned
  state.range_changes.set(change, { do: 'merge', id: change, shard: left.id, group: stays.group, with: right.id, reason })
}

export function areNeighbours(left: Shard, right: Shard): boolean {
  return left.range.by === 'key' && left.range.to !== null && left.range.to === right.range.from
}

function beginMoveTo(state: PlacementState, { id: shard, group: from }: Shard, { id, group: to }: Shard): boolean {
  if (state.groups.get(to)!.leaving) return false
  const move = ++state.last_move
  const reason = `to be merged with shard ${id}`
  state.moves.set(move, { id: move, shard, from, to, reason, pins: false, paused: false, cancelled: false })
  return true
}

/** The shard that comes of it follows on the one that it was part of. */
export function endSplit(state: PlacementState, id: MoveId, at: string): void {
  const change = state.range_changes.get(id)
  if (change?.do !== 'split' || !canSplitAt(state.shards.get(change.shard)!, at)) return
  state.range_changes.delete(id)
  state.epoch++
  putInOrder(state, change.shard, (shard) => {
    const { from, to } = shard.range as { from: string; to: string | null }
    const left: Shard = { ...shard, epoch: id, range: { by: 'key', from, to: at } }
    return [left, { ...left, id: change.into, range: { by: 'key', from: at, to } }]
  })
}

/** Unless one of the two is still on its way to the other's group. */
export function endMerge(state: PlacementState, id: MoveId): void {
  const change = state.range_changes.get(id)
  if (change?.do !== 'merge') return
  const [left, right] = [state.shards.get(change.shard)!, state.shards.get(change.with)!]
  if (left.group !== right.group) return
  state.range_changes.delete(id)
  state.epoch++
  const { to } = right.range as { to: string | null }
  state.shards.delete(change.with)
  putInOrder(state, change.shard, (shard) => {
    return [{ ...shard, epoch: id, range: { by: 'key', from: shard.range.from as string, to } }]
  })
}

/** Puts shards in the place of one, the others keep their order. */
function putInOrder({ shards }: PlacementState, id: ShardId, make: (shard: Shard) => readonly Shard[]): void {
  const all = [...shards.values()].flatMap((shard) => (shard.id === id ? make(shard) : [shard]))
  shards.clear()
  for (const shard of all) shards.set(shard.id, shard)
}

/** A number that no shard has, nor one to come; the one that was free longest. */
function freeShard({ shards, range_changes, last_shard }: PlacementState): ShardId | null {
  const taken = new Set(shards.keys())
  for (const change of range_changes.values()) if (change.do === 'split') taken.add(change.into)
  for (let after = 1; after <= SHARDS_MAX; after++) {
    const id = (last_shard + after) % SHARDS_MAX
    if (!taken.has(id)) return id
  }
  return null
}
