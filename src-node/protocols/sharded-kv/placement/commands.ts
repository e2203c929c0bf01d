/** What the placement service's log holds. Applied in order they give the same state everywhere; one that came too late does nothing. */
import type { Strategy } from '../../../../src-shared/protocols/sharded-kv/parameters'
import type { Group, GroupName, MoveId, ShardId, ShardRange } from './state'

/** A move as it is proposed; its number is given when it is applied. */
export type PlannedMove = {
  readonly shard: ShardId
  readonly from: GroupName
  readonly to: GroupName
  readonly reason: string
  readonly pins: boolean
}

export type PlacementCommand =
  /** The first map: these groups own these shards. Does nothing where there is one. */
  | {
      readonly do: 'found'
      readonly strategy: Strategy
      readonly virtual_nodes: number
      readonly rate_kib: number
      readonly groups: readonly Group[]
      readonly shards: readonly { readonly id: ShardId; readonly range: ShardRange; readonly group: GroupName }[]
    }
  /** A group comes, or has other nodes from now on, or takes back that it leaves. */
  | { readonly do: 'join-group'; readonly group: GroupName; readonly nodes: readonly string[] }
  /** Its shards are to move away. It is forgotten once it owns nothing. */
  | { readonly do: 'leave-group'; readonly group: GroupName }
  | { readonly do: 'plan'; readonly moves: readonly PlannedMove[] }
  /** The target serves the shard. */
  | { readonly do: 'moved'; readonly move: MoveId }
  /** The source is to give the move up. */
  | { readonly do: 'cancel'; readonly move: MoveId }
  /** The source has given it up. */
  | { readonly do: 'cancelled'; readonly move: MoveId }
  /** Null: all moves, those to come as well. */
  | { readonly do: 'pause'; readonly move: MoveId | null }
  | { readonly do: 'resume'; readonly move: MoveId | null }
  | { readonly do: 'set-rate'; readonly kib: number }
  /** The strategy says again where the shard belongs. */
  | { readonly do: 'unpin'; readonly shard: ShardId }
