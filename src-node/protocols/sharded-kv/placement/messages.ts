/** What nodes and the placement service say to each other. */
import type { NodeId } from '../../../../src-shared/ids'
import type { Strategy } from '../../../../src-shared/protocols/sharded-kv/parameters'
import type { Group, GroupName, MoveId, RangeChange, Shard, ShardId, ShardRange } from './state'

/** How a group stands to a shard. */
export const SHARD_STATUSES = ['serving', 'moving-out', 'read-only', 'handed-over', 'moving-in'] as const
export type ShardStatus = (typeof SHARD_STATUSES)[number]

export type ShardReport = {
  readonly shard: ShardId
  readonly status: ShardStatus
  /** The move, split or merge that made it what and where it is. */
  readonly epoch: MoveId
  readonly keys: number
  readonly bytes: number
  /** Served since the node started. */
  readonly operations: number
}

/** A move as one of its two groups has it on its disks. `cancelled`: the source has given it up. */
export const MOVE_PHASES = ['out', 'in', 'cancelled'] as const
export type MoveReport = { readonly move: MoveId; readonly shard: ShardId; readonly phase: (typeof MOVE_PHASES)[number] }

/** What has come of a split or merge that the group was ordered to make. */
export type RangeReport = {
  readonly change: MoveId
  readonly outcome: 'done' | 'kept'
  /** Where it was split; null: it was not. */
  readonly at: string | null
}

/** What the leader of a group says of it, as it has applied its log. */
export type GroupReport = {
  readonly group: GroupName
  readonly shards: readonly ShardReport[]
  readonly moves: readonly MoveReport[]
  readonly changes: readonly RangeReport[]
}

/** From every node, every `report_ms`. */
export interface Report {
  readonly type: 'report'
  /** Epoch of the map that the node has. */
  readonly epoch: number
  /** The groups that it leads. */
  readonly groups: readonly GroupReport[]
}

/** Which group owns what, as nodes keep it. */
export type ShardMap = {
  readonly epoch: number
  readonly strategy: Strategy
  readonly virtual_nodes: number
  readonly groups: readonly Group[]
  /** By their ranges, ascending. */
  readonly shards: readonly Shard[]
}

/** What the groups that the node leads are to do about a move. */
export type MoveOrder = {
  readonly move: MoveId
  readonly shard: ShardId
  readonly range: ShardRange
  readonly from: GroupName
  readonly to: GroupName
  /** Who leads the target, as far as known: whom the source may ask first. */
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
  /** Splits and merges that the groups that reported are to make. */
  readonly changes: readonly RangeChange[]
  /** Moves that were reported and are over: the target drops what came in by them, the source forgets that it gave them up. */
  readonly over: readonly MoveId[]
}

/** What an operator has a node do, handed on to the leader of the placement service. */
export interface Operate {
  readonly type: 'operate'
  readonly command: string
  readonly arguments: Readonly<Record<string, string | number | boolean>>
}

export type PlacementMessage = Report | Orders | Operate

/** One line for logs, transcripts and the screen. */
export function describePlacementMessage(message: PlacementMessage): string {
  if (message.type === 'operate') return `operate ${message.command} ${JSON.stringify(message.arguments)}`
  const head = `${message.type} epoch=${message.epoch}`
  if (message.type === 'report') {
    const groups = message.groups.map(({ group, shards, moves }) => `${group}: ${shards.length} shards, ${moves.length} moves`)
    return [head, ...groups].join(' ')
  }
  const moves = message.moves.map(({ move, shard, from, to, do: order }) => `${move}: shard ${shard} ${from}>${to} ${order}`)
  const changes = message.changes.map(describeRangeChange)
  const over = message.over.length > 0 ? [`over=${message.over.join(',')}`] : []
  return [head, ...(message.map === undefined ? [] : ['map']), ...moves, ...changes, ...over].join(' ')
}

function describeRangeChange(change: RangeChange): string {
  return `${change.id}: ${change.do} shard ${change.shard} ${change.do === 'split' ? `into ${change.into}` : `with ${change.with}`}`
}
