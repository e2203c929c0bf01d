/** What the placement service keeps: which group owns which shard, and which shards are on their way. Replicated by Raft. */
import type { NodeId } from '../../../../src-shared/ids'
import type { Strategy } from '../../../../src-shared/protocols/sharded-kv/parameters'

export type GroupName = string
export type ShardId = number
/** Counts up: of two moves of a shard the later one has the higher number. */
export type MoveId = number

/** Which keys a shard has: by hash the hashes, by key the keys, from `from` up to but not including `to` (null: to the last). */
export type ShardRange =
  | { readonly by: 'hash'; readonly from: number; readonly to: number }
  | { readonly by: 'key'; readonly from: string; readonly to: string | null }

export interface Group {
  readonly name: GroupName
  readonly nodes: readonly NodeId[]
  /** Its shards move away, and none comes. */
  readonly leaving: boolean
}

export interface Shard {
  readonly id: ShardId
  readonly range: ShardRange
  /** Its owner. */
  readonly group: GroupName
  /** The map's epoch since which that owns it. */
  readonly epoch: number
  /** An operator wants it where it is: strategies leave it there while that group stays. */
  readonly pinned: boolean
}

export interface Move {
  readonly id: MoveId
  readonly shard: ShardId
  readonly from: GroupName
  readonly to: GroupName
  readonly reason: string
  readonly paused: boolean
  /** Its source is to give it up, unless it has handed the shard over. */
  readonly cancelled: boolean
  /** An operator wants the shard at `to`. */
  readonly pins: boolean
}

export interface PlacementState {
  /** Grows whenever owners or groups change. 0: nothing is placed yet. */
  epoch: number
  strategy: Strategy
  virtual_nodes: number
  /** In the order in which they joined. */
  readonly groups: Map<GroupName, Group>
  readonly shards: Map<ShardId, Shard>
  /** Those under way; a shard has one at most. */
  readonly moves: Map<MoveId, Move>
  /** The number of the last move that was planned. */
  last_move: MoveId
  /** No move is planned until it is resumed. */
  paused: boolean
  /** What each source sends at most; 0: as fast as it can. */
  rate_kib: number
}
