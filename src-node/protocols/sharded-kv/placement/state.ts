/** What the placement service keeps: which group owns which shard, and which shards are on their way. Replicated by Raft. */
import type { NodeId } from '../../../../src-shared/ids'
import type { Strategy } from '../../../../src-shared/protocols/sharded-kv/parameters'

export type GroupName = string
export type ShardId = number
/** Counts up over moves, splits and merges: of two changes of a shard the later one has the higher number. */
export type MoveId = number

/** What a split makes two halves of. */
export const SPLIT_MEASURES = ['keys', 'bytes', 'operations'] as const
export type SplitMeasure = (typeof SPLIT_MEASURES)[number]

/** Which keys a shard has: by hash the hashes, by key the keys, from `from` up to but not including `to` (null: to the last). */
export type ShardRange =
  | { readonly by: 'hash'; readonly from: number; readonly to: number }
  | { readonly by: 'key'; readonly from: string; readonly to: string | null }

export type Group = {
  readonly name: GroupName
  /** Those that it began with: what Raft's first configuration of it is. */
  readonly founders: readonly NodeId[]
  /** The member that brought it comes first: it leaves with that one. */
  readonly nodes: readonly NodeId[]
  /** The map's epoch with which it came. */
  readonly since: number
  /** Its shards move away, and none comes. */
  readonly leaving: boolean
  /** Who took whose place last, with the map of this epoch; absent: its members are those it began with, or have left. */
  readonly replaced?: { readonly node: NodeId; readonly by: NodeId; readonly epoch: number; readonly reason: string }
}

/** `by` takes the place of `node`. */
export type Replacement = {
  readonly group: GroupName
  readonly node: NodeId
  readonly by: NodeId
  readonly reason: string
}

export type Shard = {
  readonly id: ShardId
  readonly range: ShardRange
  /** Its owner. */
  readonly group: GroupName
  /** The move, split or merge that made it what and where it is; 0: it is so from the start. */
  readonly epoch: MoveId
  /** The map's epoch since which it is there. */
  readonly since: number
  /** An operator wants it where it is: it stays there as long as that group does. */
  readonly pinned: boolean
}

export type Move = {
  readonly id: MoveId
  readonly shard: ShardId
  readonly from: GroupName
  readonly to: GroupName
  readonly reason: string
  /** An operator wants the shard at `to`. */
  readonly pins: boolean
  readonly paused: boolean
  /** Its source is to give it up, unless it has handed the shard over. */
  readonly cancelled: boolean
}

/** What the group that owns a range is to make of it. */
export type RangeChange =
  | {
      readonly do: 'split'
      readonly id: MoveId
      readonly shard: ShardId
      readonly group: GroupName
      /** The shard that gets the keys from the boundary on. */
      readonly into: ShardId
      /** The boundary; null: the group chooses the one that halves what it is split by. */
      readonly at: string | null
      readonly by: SplitMeasure
      readonly reason: string
    }
  | {
      readonly do: 'merge'
      readonly id: MoveId
      readonly shard: ShardId
      /** Where they are merged: one of them may be on its way there. */
      readonly group: GroupName
      /** Its right neighbour, which ends. */
      readonly with: ShardId
      readonly reason: string
    }

export interface PlacementState {
  /** Grows whenever owners or groups change; 0: nothing is placed yet. */
  epoch: number
  strategy: Strategy
  virtual_nodes: number
  /** Nodes of each group, if there are enough. */
  copies: number
  /** In the order in which they came. */
  members: readonly NodeId[]
  /** What last changed who owns what: `n4 joined`. */
  cause: string
  /** In the order in which they came. */
  readonly groups: Map<GroupName, Group>
  /** In the order of their ranges. */
  readonly shards: Map<ShardId, Shard>
  /** Those under way; a shard has one at most. */
  readonly moves: Map<MoveId, Move>
  /** Splits and merges under way. A shard that has one does not move, unless to where it is to be merged. */
  readonly range_changes: Map<MoveId, RangeChange>
  /** The number of the last move, split or merge that was planned. */
  last_move: MoveId
  /** The last shard that was given a number. */
  last_shard: ShardId
  /** The number of the last group that was named by number. */
  last_group: number
  /** No move is planned, and none goes on, until it is resumed. */
  paused: boolean
  /** What each source sends at most; 0: as fast as it can. */
  rate_kib: number
}

/** Those that shards may move to, in the order in which they came. */
export function stayingGroups({ groups }: Pick<PlacementState, 'groups'>): Group[] {
  return [...groups.values()].filter(({ leaving }) => !leaving)
}
