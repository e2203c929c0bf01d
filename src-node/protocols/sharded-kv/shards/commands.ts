/** What a group's log holds besides clients' writes: the steps of moves, splits and merges. Each is applied once, however often and late it comes. */
import type { GroupName, MoveId, ShardId, ShardRange } from '../placement/state'
import type { MovedRow } from './parts'
import type { Position } from './position'

interface OfMove {
  /** Or the split or merge. */
  readonly move: MoveId
  readonly shard: ShardId
}

export type ShardCommand =
  /** The shards that the group begins with. */
  | { readonly do: 'found'; readonly shards: readonly { readonly id: ShardId; readonly range: ShardRange }[] }
  /** Source: keep track of what is written from now on. */
  | ({ readonly do: 'begin'; readonly to: GroupName } & OfMove)
  /** Source: no more writes. */
  | ({ readonly do: 'freeze' } & OfMove)
  /** Source: the target has everything; no more reads. */
  | ({ readonly do: 'hand-over' } & OfMove)
  /** Source: the target serves it. */
  | ({ readonly do: 'clean-up' } & OfMove)
  /** Source: go on serving. Of a move that has not begun: never begin it. */
  | ({ readonly do: 'cancel' } & OfMove)
  /** Target: expect it. */
  | ({ readonly do: 'prepare'; readonly range: ShardRange; readonly from: GroupName } & OfMove)
  /** Target: what comes between two positions. */
  | ({ readonly do: 'import'; readonly at: Position; readonly next: Position; readonly rows: readonly MovedRow[] } & OfMove)
  /** Target: serve it. */
  | ({ readonly do: 'activate' } & OfMove)
  /** Target: the move is over without it. */
  | ({ readonly do: 'drop' } & OfMove)
  /** `into` gets the rows from `at` on. */
  | ({ readonly do: 'split'; readonly at: string; readonly into: ShardId; readonly reason: string } & OfMove)
  /** The shard gets the rows of its right neighbour. */
  | ({ readonly do: 'merge'; readonly with: ShardId; readonly reason: string } & OfMove)
  /** The shard is not split. */
  | ({ readonly do: 'keep'; readonly reason: string } & OfMove)

export type CommandOf<Do extends ShardCommand['do']> = Extract<ShardCommand, { readonly do: Do }>
