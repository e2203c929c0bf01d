/** What a group keeps of its shards: the state that its log is applied to. */
import type { StateMachine } from '../../replicated-log/state-machine'
import type { GroupName, MoveId, ShardId, ShardRange } from '../placement/state'
import type { KeySample } from './key-sample'
import { emptySample, noteKey } from './key-sample'
import type { Position } from './position'

export interface ShardMachine {
  /** The shards that the group begins with are in place, or it begins with none. */
  is_founded: boolean
  readonly shards: Map<ShardId, Shard>
  /** The newest move, split or merge of each shard that the group has had to do with: an older one, or the same again, does nothing. */
  readonly last_moves: Map<ShardId, LastMove>
  /** The shards in the order of their ranges; null: to be sorted anew. Not part of what is replicated. */
  order: Shard[] | null
  /** What the entries just applied are to be told of. Not part of what is replicated. */
  told: ShardNews[]
}

/** Rows and sessions move with the shard, so a write that is tried again at the new owner is applied once. */
export interface Shard extends StateMachine {
  readonly id: ShardId
  readonly range: ShardRange
  /** The move, split or merge that made it what and where it is; 0: the group began with it. */
  readonly epoch: MoveId
  /** Size of keys and values, in UTF-16 units. */
  bytes: number
  stage: Stage
  /** Served since this node started. Not part of what is replicated. */
  operations: number
  /** Of the keys that were asked for last. Not part of what is replicated. */
  readonly sample: KeySample
}

/** How the group stands to the shard. */
export type Stage =
  | { readonly status: 'serving' }
  | Outgoing
  /** It has what came before `position`. */
  | { readonly status: 'moving-in'; readonly move: MoveId; readonly from: GroupName; readonly position: Position }

/** `moving-out`: as ever. `read-only`: no writes any more. `handed-over`: no reads either, and no way back. */
export interface Outgoing {
  readonly status: 'moving-out' | 'read-only' | 'handed-over'
  readonly move: MoveId
  readonly to: GroupName
  /** Index of the entry that began the move. */
  readonly began: number
  /** Keys written since then, and the index of the last write of each; ascending. */
  readonly dirty: Map<string, number>
}

export interface LastMove {
  readonly move: MoveId
  /** The group has given it up, or will never begin it. */
  readonly is_cancelled: boolean
  /** Where the shard went, if it went. */
  readonly to: GroupName | null
  /** Where the shard was split, if it was. */
  readonly at: string | null
}

/** What a shard has, or a part of it. */
export interface Stock {
  readonly keys: number
  readonly digest: number
}

/** What the group has committed, for people and invariants. */
export type ShardNews =
  | { readonly kind: 'step'; readonly move: MoveId; readonly shard: ShardId; readonly step: MoveStepNews }
  | {
      readonly kind: 'serving' | 'released'
      readonly shard: ShardId
      /** The move that brings it to whoever serves it from then on. */
      readonly epoch: MoveId
      readonly range: ShardRange
      readonly keys: number
      readonly digest: number
    }
  | RangeNews
  | { readonly kind: 'kept'; readonly shard: ShardId; readonly epoch: MoveId; readonly reason: string }

/** A split or merge: the shard as a whole, and the parts on both sides of the boundary. */
export interface RangeNews extends Stock {
  readonly kind: 'split' | 'merged'
  readonly epoch: MoveId
  readonly shard: ShardId
  /** The shard that has the keys from the boundary on, from then on or until then. */
  readonly other: ShardId
  readonly from: string
  readonly at: string
  readonly to: string | null
  readonly left: Stock
  readonly right: Stock
  readonly reason: string
}

export type MoveStepNews = 'copying' | 'catching-up' | 'read-only' | 'handed-over' | 'active' | 'cleaned-up' | 'cancelled'

export function emptyShards(): ShardMachine {
  return { is_founded: false, shards: new Map(), last_moves: new Map(), order: null, told: [] }
}

export function emptyShard(id: ShardId, range: ShardRange, epoch: MoveId, stage: Stage): Shard {
  return { id, range, epoch, data: new Map(), sessions: new Map(), bytes: 0, stage, operations: 0, sample: emptySample() }
}

export function putShard(machine: ShardMachine, shard: Shard): void {
  machine.shards.set(shard.id, shard)
  machine.order = null
}

export function dropShard(machine: ShardMachine, id: ShardId): void {
  machine.shards.delete(id)
  machine.order = null
}

/** Whether the group has not had to do with this change of the shard, nor with a later one. */
export function isNew({ last_moves }: ShardMachine, id: ShardId, move: MoveId): boolean {
  return move > (last_moves.get(id)?.move ?? 0)
}

/** The move by which the shard leaves; null: it does not. */
export function outgoingOf({ stage }: Shard): Outgoing | null {
  return stage.status === 'serving' || stage.status === 'moving-in' ? null : stage
}

/** Takes note that somebody was answered about the key. */
export function countServed(shard: Shard, key: string): void {
  shard.operations++
  // Only ranges are split.
  if (shard.range.by === 'key') noteKey(shard.sample, key)
}

/** Sets a row, or deletes it (null), and keeps count of the bytes. */
export function setRow(shard: Shard, key: string, value: string | null): void {
  const { data } = shard
  const before = data.get(key)
  if (before !== undefined) shard.bytes -= key.length + before.length
  if (value === null) data.delete(key)
  else {
    data.set(key, value)
    shard.bytes += key.length + value.length
  }
}
