/** What the placement service's log holds. Applied in order they give the same state everywhere; one that came too late does nothing. */
import type { NodeId } from '../../../../src-shared/ids'
import type { InitialSettings } from './initial'
import type { GroupName, MoveId, Replacement, ShardId } from './state'

/** A move as it is proposed; its number is given when it is applied. */
export type PlannedMove = {
  readonly shard: ShardId
  readonly from: GroupName
  readonly to: GroupName
  readonly reason: string
  readonly pins: boolean
}

export type PlacementCommand =
  /** The first map, that of {@link initialPlacement}. */
  | { readonly do: 'found'; readonly settings: InitialSettings; readonly nodes: readonly NodeId[] }
  /** Who takes part from now on: newcomers bring a group, and the groups of those who leave give their shards away. */
  | { readonly do: 'members'; readonly members: readonly NodeId[] }
  /** A member of a group that has been silent for too long gives its place to another. */
  | ({ readonly do: 'replace' } & Replacement)
  | { readonly do: 'plan'; readonly moves: readonly PlannedMove[] }
  /** The target serves the shard. */
  | { readonly do: 'moved'; readonly move: MoveId }
  /** The source is to give the move up, and the shard is pinned to it. */
  | { readonly do: 'cancel'; readonly move: MoveId }
  /** The source has given it up. */
  | { readonly do: 'cancelled'; readonly move: MoveId }
  /** Null: all moves, those to come as well. */
  | { readonly do: 'pause'; readonly move: MoveId | null }
  | { readonly do: 'resume'; readonly move: MoveId | null }
  | { readonly do: 'set-rate'; readonly kib: number }
  /** The strategy says again where the shard belongs. */
  | { readonly do: 'unpin'; readonly shard: ShardId }
