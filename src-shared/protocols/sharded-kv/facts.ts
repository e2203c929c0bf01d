/** What placement and groups tell of shards, and of their way from one group to another. */
import { z } from 'zod'
import { declareFact } from '../../events'
import type { FactOf, Immutable } from '../../events'
import { counted } from '../../text/counted'
import { STRATEGIES } from './parameters'

const shard = z.number()
const move = z.number()
/** CRC32C of a shard's rows, as whoever has them computes it. */
const digest = z.number()
/** A hash where shards are cut by hash, otherwise a key. */
const bound = z.union([z.number(), z.string()])

/** From `from` up to but not including `to`; null: to the last key. */
const shardPlace = z.object({ id: shard, from: bound, to: bound.nullable(), group: z.string() })
const groupPlace = z.object({ name: z.string(), nodes: z.array(z.string()), leaving: z.boolean() })
/** What changing to this map's groups moves, and the share of all keys that has to move in theory. */
const theory = z.object({
  /** Why shards move: `n4 joined`. */
  cause: z.string(),
  expected_share: z.number(),
  /** Shards that are not where they should be. */
  misplaced: z.array(shard),
  /** Of each of the map's shards, in its order. */
  keys: z.array(z.number())
})
const shardState = z.object({ shard, epoch: z.number(), from: bound, to: bound.nullable(), keys: z.number(), digest })
const stock = z.object({ keys: z.number(), digest })
/** A range as a whole, and what lies on both sides of the boundary `at`. The epoch is the number of the split or merge. */
const rangeChange = z.object({
  epoch: z.number(),
  shard,
  from: z.string(),
  at: z.string(),
  to: z.string().nullable(),
  keys: z.number(),
  digest,
  left: stock,
  right: stock,
  /** In words: `212 keys, more than 200`. */
  reason: z.string()
})

/** Steps of a move, as the group that commits them tells them; pauses as the placement service does. */
export const MOVE_STEPS = [
  'copying',
  'catching-up',
  'read-only',
  'handed-over',
  'active',
  'cleaned-up',
  'cancelled',
  'paused',
  'resumed'
] as const
export type MoveStepName = (typeof MOVE_STEPS)[number]

export type ShardPlace = Immutable<z.infer<typeof shardPlace>>
export type Theory = Immutable<z.infer<typeof theory>>

/** Which group owns what from now on: told by the leader of the placement service that commits it. */
export const MapPublished = declareFact({
  name: 'map-published',
  volume: 'event',
  fields: z.object({
    epoch: z.number(),
    strategy: z.enum(STRATEGIES),
    /** Virtual nodes of each group, where there are any. */
    virtual_nodes: z.number(),
    shards: z.array(shardPlace),
    groups: z.array(groupPlace),
    theory: theory.optional()
  }),
  text: ({ epoch, shards, groups }, { node }) =>
    `${node} publishes map ${epoch}: ${counted(shards.length, 'shard')} of ${counted(groups.length, 'group')}.`,
  moment: ({ epoch }) => `map ${epoch}`
})

/** A member of a group that has been silent for too long gives its place to another: the group changes its members by its own log. */
export const MemberReplaced = declareFact({
  name: 'member-replaced',
  volume: 'event',
  fields: z.object({
    /** Of the map that says so. */
    epoch: z.number(),
    group: z.string(),
    member: z.string(),
    by: z.string(),
    /** In words: `n5 seems down for 2.1 s: n2 is in the fewest groups`. */
    reason: z.string()
  }),
  text: ({ group, member, by, reason }) => `${by} takes the place of ${member} in ${group}: ${reason}.`,
  moment: ({ group, member, by }) => `${by} replaces ${member} in ${group}`
})

/** A shard is to move, and why: from now on its source copies it. */
export const MovePlanned = declareFact({
  name: 'move-planned',
  volume: 'event',
  fields: z.object({
    move,
    shard,
    from: z.string(),
    to: z.string(),
    /** In words: `n4 joined: the ring gives it shards 12–15`. */
    reason: z.string(),
    keys: z.number(),
    bytes: z.number()
  }),
  text: ({ shard, from, to, reason }) => `Shard ${shard} moves from ${from} to ${to}: ${reason}.`,
  moment: ({ shard, from, to }) => `move shard ${shard} from ${from} to ${to}`
})

/** A move has come so far. Every copy of the group tells what it has applied: the first to do so counts. */
export const MoveStep = declareFact({
  name: 'move-step',
  volume: 'event',
  fields: z.object({ move, shard, step: z.enum(MOVE_STEPS) }),
  text: ({ shard, step }, { node }) => `${node}: shard ${shard} ${STEP_TEXTS[step]}.`,
  moment: ({ shard, step }) => `shard ${shard} ${step}`
})

/** What the source has sent of a shard, and had acknowledged. */
export const MoveProgress = declareFact({
  name: 'move-progress',
  volume: 'mark',
  kept: true,
  fields: z.object({
    move,
    shard,
    keys: z.number(),
    bytes: z.number(),
    of_keys: z.number(),
    of_bytes: z.number(),
    /** The part just sent; 0: the throttle did not hold it back. */
    part_bytes: z.number(),
    /** As the source sends now, and as it may (0: as fast as it can). */
    rate_bytes_s: z.number(),
    limit_bytes_s: z.number()
  }),
  text: ({ shard, keys, of_keys }, { node }) => `${node} has copied ${keys} of ${counted(of_keys, 'key')} of shard ${shard}.`
})

/** The node's group serves the shard from now on. */
export const ShardServing = declareFact({
  name: 'shard-serving',
  volume: 'event',
  fields: shardState,
  text: ({ shard, keys }, { node }) => `${node} serves shard ${shard} with ${counted(keys, 'key')}.`,
  moment: ({ shard }) => `serves shard ${shard}`
})

/** The node's group has handed the shard over: it serves it no more. */
export const ShardReleased = declareFact({
  name: 'shard-released',
  volume: 'event',
  fields: shardState,
  text: ({ shard, keys }, { node }) => `${node} no longer serves shard ${shard} with ${counted(keys, 'key')}.`,
  moment: ({ shard }) => `released shard ${shard}`
})

/** The node's group has split the shard: from the boundary on, keys are in another one. Every copy of the group tells it. */
export const ShardSplit = declareFact({
  name: 'shard-split',
  volume: 'event',
  fields: rangeChange.extend({ into: shard }),
  text: ({ shard, into, at, left, right, reason }, { node }) =>
    `${node} splits shard ${shard} at "${at}" into ${shard} and ${into}, with ${left.keys} and ${keysText(right.keys)}. ${sentence(reason)}`,
  moment: ({ shard, into }) => `shard ${shard} split into ${shard} and ${into}`
})

/** The node's group has merged the shard with its right neighbour, which ends. Every copy of the group tells it. */
export const ShardMerged = declareFact({
  name: 'shard-merged',
  volume: 'event',
  fields: rangeChange.extend({ with: shard }),
  text: ({ shard, with: other, keys, reason }, { node }) =>
    `${node} merges shard ${other} into shard ${shard}, which has ${keysText(keys)} now. ${sentence(reason)}`,
  moment: ({ shard, with: other }) => `shard ${other} merged into ${shard}`
})

/** The node's group leaves the shard as it is, since no boundary would help. */
export const SplitGivenUp = declareFact({
  name: 'split-given-up',
  volume: 'event',
  fields: z.object({ epoch: z.number(), shard, reason: z.string() }),
  text: ({ shard, reason }, { node }) => `${node} does not split shard ${shard}: ${reason}.`,
  moment: ({ shard }) => `shard ${shard} not split`
})

/** What the node had of shards when it started. */
export const ShardsRecovered = declareFact({
  name: 'shards-recovered',
  volume: 'event',
  fields: z.object({
    shards: z.array(shardState.extend({ status: z.string(), move: z.number().nullable() }))
  }),
  text: ({ shards }, { node }) => `${node} starts with ${counted(shards.length, 'shard')} on its disk.`
})

export type MapPublished = FactOf<typeof MapPublished>
export type MemberReplaced = FactOf<typeof MemberReplaced>
export type MovePlanned = FactOf<typeof MovePlanned>
export type MoveStep = FactOf<typeof MoveStep>
export type MoveProgress = FactOf<typeof MoveProgress>
export type ShardServing = FactOf<typeof ShardServing>
export type ShardReleased = FactOf<typeof ShardReleased>
export type ShardSplit = FactOf<typeof ShardSplit>
export type ShardMerged = FactOf<typeof ShardMerged>
export type SplitGivenUp = FactOf<typeof SplitGivenUp>
export type ShardsRecovered = FactOf<typeof ShardsRecovered>

export const SHARD_FACTS = [
  MapPublished,
  MemberReplaced,
  MovePlanned,
  MoveStep,
  MoveProgress,
  ShardServing,
  ShardReleased,
  ShardSplit,
  ShardMerged,
  SplitGivenUp,
  ShardsRecovered
]

function keysText(keys: number): string {
  return `${keys} ${keys === 1 ? 'key' : 'keys'}`
}

function sentence(reason: string): string {
  return `${reason.charAt(0).toUpperCase()}${reason.slice(1)}.`
}

const STEP_TEXTS: Readonly<Record<MoveStepName, string>> = {
  copying: 'is being copied',
  'catching-up': 'is copied; writes made meanwhile follow',
  'read-only': 'takes no writes until it is handed over',
  'handed-over': 'is handed over',
  active: 'is served by its new owner',
  'cleaned-up': 'is deleted at its old owner',
  cancelled: 'stays where it is: the move is cancelled',
  paused: 'waits: the move is paused',
  resumed: 'moves on'
}
