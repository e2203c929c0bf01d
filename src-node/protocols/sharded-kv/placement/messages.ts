/** What nodes and the placement service say to each other. */
import type { NodeId } from '../../../../src-shared/ids'
import type { Strategy } from '../../../../src-shared/protocols/sharded-kv/parameters'
import type { Group, GroupName, MoveId, Shard, ShardId, ShardRange } from './state'

/** How a group stands to a shard. */
export type ShardStatus = 'serving' | 'moving-out' | 'read-only' | 'handed-over' | 'moving-in'

export interface ShardReport {
  readonly shard: ShardId
  readonly status: ShardStatus
  readonly epoch: number
  readonly keys: number
  readonly bytes: number
  readonly operations_s: number
}

/** A move as one of its two groups knows it. `active`: the target serves. `cancelled`: the source has given it up. */
export interface MoveReport {
  readonly move: MoveId
  readonly shard: ShardId
  readonly side: 'source' | 'target'
  readonly step: 'copying' | 'catching-up' | 'read-only' | 'handed-over' | 'moving-in' | 'active' | 'cancelled'
}

/** What the leader of a group says of it: as its state machine has applied it. */
export interface GroupReport {
  readonly group: GroupName
  readonly shards: readonly ShardReport[]
  readonly moves: readonly MoveReport[]
}

/** From every node, every `report_ms`, to the leader of the placement service; to all its nodes while it knows none. */
export interface Report {
  readonly type: 'report'
  /** Epoch of the map that the node has. */
  readonly epoch: number
  /** The groups that it leads. */
  readonly groups: readonly GroupReport[]
}

/** Which group owns what, as nodes keep it. */
export interface ShardMap {
  readonly epoch: number
  readonly strategy: Strategy
  readonly groups: readonly Group[]
  /** By their ranges, ascending. */
  readonly shards: readonly Shard[]
}

/** What a group that the node leads is to do about a move. */
export interface MoveOrder {
  readonly move: MoveId
  readonly shard: ShardId
  readonly range: ShardRange
  readonly from: GroupName
  readonly to: GroupName
  /** Of the target's leader, if one reports: whom the source may ask first. */
  readonly to_leader: NodeId | null
  readonly do: 'go' | 'wait' | 'give-up'
  readonly rate_kib: number
}

/** From the leader of the placement service: the answer to a report, or a new map at once. */
export interface Orders {
  readonly type: 'orders'
  readonly epoch: number
  /** Absent: the node has it. */
  readonly map?: ShardMap
  /** Moves under way of the groups that reported. */
  readonly moves: readonly MoveOrder[]
  /** Moves that were reported and are over: what the target has of one that never became active it drops, the source forgets it. */
  readonly over: readonly MoveId[]
}
