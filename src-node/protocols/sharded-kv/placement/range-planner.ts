/** Which ranges should be split or merged now, and why. What splits is far above what merges, so that neither undoes the other. Pure. */
import type { PlannedMerge, PlannedSplit } from './commands'
import type { Loads, ShardLoad } from './loads'
import { isHeard, isMeasured, loadOfShard } from './loads'
import { MoveRoom } from './planner'
import { areNeighbours } from './ranges'
import type { GroupName, MoveId, PlacementState, Shard, ShardId } from './state'
import { isUnderWay } from './under-way'

export interface RangeSettings {
  readonly rebalance: boolean
  readonly moves_at_once: number
  readonly down_after_us: number
  /** A shard with more is split; 0: never for that. */
  readonly split_keys: number
  readonly split_bytes: number
  readonly split_operations_s: number
  /** Neighbours with no more together are merged; 0: never. */
  readonly merge_keys: number
}

export interface RangePlan {
  readonly splits: readonly PlannedSplit[]
  readonly merges: readonly PlannedMerge[]
}

/** Shards that their groups would not split, and until when they are not asked again. */
export type Refusals = Map<ShardId, number>

/** How long a group that would not split a shard is left alone with it. */
const REFUSED_US = 5_000_000

interface View {
  readonly state: PlacementState
  readonly loads: Loads
  readonly refusals: Refusals
  readonly now_us: number
  readonly settings: RangeSettings
  /** Groups with a split or merge under way: each makes one at a time. */
  readonly busy: Set<GroupName>
}

export function planRanges(
  state: PlacementState,
  loads: Loads,
  refusals: Refusals,
  now_us: number,
  settings: RangeSettings
): RangePlan {
  if (state.strategy !== 'range' || !settings.rebalance || state.paused) return { splits: [], merges: [] }
  const busy = new Set([...state.range_changes.values()].map(({ group }) => group))
  const view: View = { state, loads, refusals, now_us, settings, busy }
  const shards = [...state.shards.values()]
  return { splits: shards.flatMap((shard) => splitOf(view, shard)), merges: mergesOf(view, shards) }
}

/** The group will not make the change. */
export function refuse(refusals: Refusals, { range_changes }: PlacementState, id: MoveId, now_us: number): void {
  const change = range_changes.get(id)
  if (change !== undefined) refusals.set(change.shard, now_us + REFUSED_US)
}

function splitOf(view: View, shard: Shard): PlannedSplit[] {
  const { state, loads, refusals, now_us, busy } = view
  const { id, group } = shard
  if (!isFree(view, shard) || (refusals.get(id) ?? 0) > now_us) return []
  const too_much = excessOf(view, loadOfShard(loads, state, id))
  if (too_much === null) return []
  busy.add(group)
  return [{ shard: id, at: null, ...too_much }]
}

/** What the shard has too much of. */
function excessOf({ settings }: View, load: ShardLoad): Pick<PlannedSplit, 'by' | 'reason'> | null {
  const { split_keys, split_bytes, split_operations_s } = settings
  const { keys, bytes, operations_s } = load
  if (split_keys > 0 && keys > split_keys) return { by: 'keys', reason: `${keys} keys, more than ${split_keys}` }
  if (split_bytes > 0 && bytes > split_bytes) return { by: 'bytes', reason: `${bytes} bytes, more than ${split_bytes}` }
  if (split_operations_s === 0 || !isMeasured(load) || operations_s <= split_operations_s) return null
  return { by: 'operations', reason: `${Math.round(operations_s)} operations a second, more than ${split_operations_s}` }
}

function mergesOf(view: View, shards: readonly Shard[]): PlannedMerge[] {
  if (view.settings.merge_keys === 0) return []
  const room = new MoveRoom(view.state, view.settings.moves_at_once)
  const merges: PlannedMerge[] = []
  for (const [at, right] of shards.slice(1).entries()) {
    const merge = mergeOf(view, shards[at]!, right, room)
    if (merge === null) continue
    merges.push(merge)
    view.busy.add(shards[at]!.group).add(right.group)
  }
  return merges
}

function mergeOf(view: View, left: Shard, right: Shard, room: MoveRoom): PlannedMerge | null {
  if (!isFree(view, left) || !isFree(view, right) || !areNeighbours(left, right)) return null
  const together = togetherIfLittle(view, left, right)
  if (together === null) return null
  const [smaller, greater] = together.left <= together.right ? [left, right] : [right, left]
  const moves = smaller.pinned ? greater : smaller
  const stays = moves === left ? right : left
  if (moves.group !== stays.group && (moves.pinned || !room.take(moves.group, stays.group))) return null
  const keys = together.left + together.right
  const reason = `shards ${left.id} and ${right.id} have ${keys} ${keys === 1 ? 'key' : 'keys'} together, at most ${mergeKeys(view.settings)}`
  return { shard: left.id, with: right.id, moves: moves.id, reason }
}

/** Keys of both, if they have little enough of everything to be one. */
function togetherIfLittle(view: View, left: Shard, right: Shard): { readonly left: number; readonly right: number } | null {
  const { state, loads, settings } = view
  const [a, b] = [loadOfShard(loads, state, left.id), loadOfShard(loads, state, right.id)]
  const { split_bytes, split_operations_s } = settings
  const is_little =
    isMeasured(a) &&
    isMeasured(b) &&
    a.keys + b.keys <= mergeKeys(settings) &&
    isAtMostHalf(a.bytes + b.bytes, split_bytes) &&
    isAtMostHalf(a.operations_s + b.operations_s, split_operations_s)
  return is_little ? { left: a.keys, right: b.keys } : null
}

/** However high the scenario sets it, no more than half of what is split. */
function mergeKeys({ merge_keys, split_keys }: RangeSettings): number {
  return split_keys === 0 ? merge_keys : Math.min(merge_keys, Math.floor(split_keys / 2))
}

function isAtMostHalf(amount: number, of: number): boolean {
  return of === 0 || amount * 2 <= of
}

/** Nothing is under way with it, and its group is there, stays, and has nothing else to do. */
function isFree({ state, loads, now_us, settings, busy }: View, { id, group }: Shard): boolean {
  if (busy.has(group) || isUnderWay(state, id) || state.groups.get(group)!.leaving) return false
  return isHeard(loads, group, now_us, settings.down_after_us)
}
