/** What the placement service's log holds. Applied in order they give the same state everywhere; one that came too late does nothing. */
import type { NodeId } from '../../../../src-shared/ids'
import type { InitialSettings } from './initial'
import type { GroupName, MoveId, Replacement, ShardId, SplitMeasure } from './state'

/** A move as it is proposed; its number is given when it is applied. */
export type PlannedMove = {
  readonly shard: ShardId
  readonly from: GroupName
  readonly to: GroupName
  readonly reason: string
  readonly pins: boolean
}

/** A split as it is proposed; the new shard is numbered when it is applied. */
export type PlannedSplit = {
  readonly shard: ShardId
  /** Null: the group chooses. */
  readonly at: string | null
  readonly by: SplitMeasure
  readonly reason: string
}

/** A merge as it is proposed. */
export type PlannedMerge = {
  readonly shard: ShardId
  /** Its right neighbour. */
  readonly with: ShardId
  /** Which of the two goes to where the other is, if they are apart. */
  readonly moves: ShardId
  readonly reason: string
}

export type PlacementCommand =
  /** The first map, that of {@link initialPlacement}. */
  | { readonly do: 'found'; readonly settings: InitialSettings; readonly nodes: readonly NodeId[] }
  /** Who takes part from now on: newcomers bring a group, and the groups of those who leave give their shards away. */
  | { readonly do: 'members'; readonly members: readonly NodeId[] }
  /** A member of a group that has been silent for too long gives its place to another. */
  | ({ readonly do: 'replace' } & Replacement)
  | { readonly do: 'plan'; readonly moves: readonly PlannedMove[] }
  | { readonly do: 'plan-ranges'; readonly splits: readonly PlannedSplit[]; readonly merges: readonly PlannedMerge[] }
  /** The group has split the shard. */
  | { readonly do: 'split-done'; readonly change: MoveId; readonly at: string }
  /** The group has merged the two shards. */
  | { readonly do: 'merge-done'; readonly change: MoveId }
  /** The group leaves the shard as it is. */
  | { readonly do: 'kept'; readonly change: MoveId }
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
