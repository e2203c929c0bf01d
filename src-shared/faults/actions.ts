/** What can be done to a running cluster: by a scenario's timeline and by a person's click, in the same words. */
import { z } from 'zod'
import { endpointName } from '../scenario/endpoint-name'
import { linkModeSchema, linkSettingsChangeSchema } from '../network/netem'

/**
 * A node by name, or by what it is when the action happens: `leader`, `follower` (the first that is up and not leading),
 * `any` (seeded choice among those up). Names of nodes win over these words.
 */
export const nodeTargetSchema = z.string().min(1).max(64)
export type NodeTarget = z.infer<typeof nodeTargetSchema>

/** `both`: the group can neither send nor receive; `out`: what it sends is lost; `in`: what is sent to it is lost. */
export const directionSchema = z.enum(['both', 'out', 'in'])

/**
 * Partition shapes, applied atomically to all links.
 * isolate: the nodes, each on its own, against all others. halves: first half against second half, or `group` against the rest.
 * majorities-ring: every node sees a majority, no two the same one. bridge: two halves that only `node` can reach.
 * groups: any groups; nodes in no common group cannot talk (groups may overlap; unnamed nodes form a group of their own).
 * Clients stay connected to every node unless a group names them.
 */
export const partitionSchema = z.discriminatedUnion('shape', [
  z.strictObject({
    shape: z.literal('isolate'),
    nodes: z.array(nodeTargetSchema).min(1),
    direction: directionSchema.default('both')
  }),
  z.strictObject({
    shape: z.literal('halves'),
    group: z.array(nodeTargetSchema).min(1).optional(),
    direction: directionSchema.default('both')
  }),
  z.strictObject({ shape: z.literal('majorities-ring') }),
  z.strictObject({ shape: z.literal('bridge'), node: nodeTargetSchema.optional() }),
  z.strictObject({ shape: z.literal('groups'), groups: z.array(z.array(nodeTargetSchema).min(1)).min(1) })
])
export type Partition = z.infer<typeof partitionSchema>

/** Only what is named changes; the rest of the link's settings stays. */
export const linkChangeSchema = z.strictObject({
  mode: linkModeSchema.optional(),
  settings: linkSettingsChangeSchema.optional()
})
export type LinkChange = z.infer<typeof linkChangeSchema>

/** Everything that can be done to a cluster. */
export const faultActionSchema = z.discriminatedUnion('do', [
  z.strictObject({
    do: z.literal('partition'),
    partition: partitionSchema,
    mode: linkModeSchema.exclude(['open']).default('cut')
  }),
  /** Change one link, or both directions; `from`/`to` may be `*`: every node (clients only where they are named). */
  z.strictObject({
    do: z.literal('link'),
    from: nodeTargetSchema,
    to: nodeTargetSchema,
    both: z.boolean().default(true),
    change: linkChangeSchema
  }),
  z.strictObject({ do: z.literal('heal') }),
  z.strictObject({ do: z.literal('crash'), node: nodeTargetSchema }),
  /** `kill -9` of every node at once. */
  z.strictObject({ do: z.literal('crash-all') }),
  z.strictObject({ do: z.literal('stop'), node: nodeTargetSchema }),
  /** Start a node that is down. */
  z.strictObject({ do: z.literal('restart'), node: nodeTargetSchema }),
  z.strictObject({ do: z.literal('restart-all') }),
  z.strictObject({ do: z.literal('pause'), node: nodeTargetSchema }),
  z.strictObject({ do: z.literal('resume'), node: nodeTargetSchema }),
  z.strictObject({
    do: z.literal('clock'),
    node: nodeTargetSchema,
    offset_ms: z.number().min(-1e9).max(1e9).default(0),
    drift_ppm: z.number().min(-500_000).max(500_000).default(0)
  }),
  z.strictObject({
    do: z.literal('disk'),
    node: nodeTargetSchema,
    sync_delay_ms: z.number().min(0).max(60_000).default(0),
    sync_fails: z.boolean().default(false),
    /** A crash loses what was not synced (otherwise the system's cache keeps it, as it does when only a process dies). */
    lose_unsynced: z.boolean().default(false),
    /** A crash leaves the first part of what was not synced: whole records, then a torn one. */
    tear_unsynced: z.boolean().default(false),
    /**
     * One bit of each batch that is written flips on the way to the disk; nobody notices before recovery, which then refuses to start the
     * node. Except where only the very last batch is bad and the crash lost the mark that it was synced (`lose_unsynced`), or came before
     * that sync: then it looks like a torn end, and is cut off.
     */
    corrupt_writes: z.boolean().default(false)
  }),
  /** `kill -9`, and everything on the node's disk is gone. Down until `for` is over or somebody restarts it, as after a crash. */
  z.strictObject({ do: z.literal('lose-disk'), node: nodeTargetSchema }),
  /**
   * Keeps a copy of what is durable on the node's disk now, in place of an earlier copy. The node notices nothing, and may be down. What
   * has been damaged is left out.
   */
  z.strictObject({ do: z.literal('backup-disk'), node: nodeTargetSchema }),
  /** `kill -9`, and the node's disk becomes its newest backup; down for as long as after `lose-disk`. Cannot be done without a backup. */
  z.strictObject({ do: z.literal('restore-disk'), node: nodeTargetSchema }),
  /** Turns one of the protocol's deliberate bugs on, on one node or on all. */
  z.strictObject({
    do: z.literal('switch'),
    switch: z.string().max(64),
    on: z.boolean().default(true),
    node: nodeTargetSchema.optional()
  }),
  /** A node takes part from now on: one that the scenario declares to start later, or a new one of this name. */
  z.strictObject({
    do: z.literal('join'),
    node: endpointName,
    role: z.string().max(64).optional(),
    /** One of the scenario's regions: its links are like those of the others there. */
    region: z.string().max(64).optional()
  }),
  /** A node takes part no more: it stops in order and does not come back, unless it joins again. */
  z.strictObject({ do: z.literal('leave'), node: nodeTargetSchema }),
  /** An operator command that the protocol declares, for example raft's `transfer-leadership`. */
  z.strictObject({
    do: z.literal('command'),
    node: nodeTargetSchema,
    command: z.string(),
    arguments: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).default({})
  })
])
export type FaultAction = z.infer<typeof faultActionSchema>

/** All that can be done, by name. */
export const FAULT_ACTIONS: readonly FaultAction['do'][] = faultActionSchema.options.map(({ shape }) => shape.do.value)
/** An action as written by a person or a screen. */
export type FaultActionInput = z.input<typeof faultActionSchema>

/** Words that stand for a node, by what it is when the action happens. */
export const SYMBOLIC_TARGETS = ['leader', 'follower', 'any'] as const

/** Whatever the action is aimed at, by name or by word. */
export function targetsOf(action: FaultAction): ReadonlySet<NodeTarget> {
  const targets = new Set<NodeTarget>()
  mapTargets(action, (target) => {
    targets.add(target)
    return target
  })
  return targets
}

/** The same action with each of its targets replaced by what `resolve` makes of it; of a command's arguments only the words are targets. */
export function mapTargets(action: FaultAction, resolve: (target: NodeTarget) => NodeTarget): FaultAction {
  switch (action.do) {
    case 'partition':
      return { ...action, partition: mapPartition(action.partition, resolve) }
    case 'link':
      return { ...action, from: resolve(action.from), to: resolve(action.to) }
    case 'command': {
      const given = Object.entries(action.arguments).map(([name, value]) => [
        name,
        isSymbolicTarget(value) ? resolve(value) : value
      ])
      return { ...action, node: resolve(action.node), arguments: Object.fromEntries(given) }
    }
    case 'crash':
    case 'stop':
    case 'restart':
    case 'pause':
    case 'resume':
    case 'clock':
    case 'disk':
    case 'lose-disk':
    case 'backup-disk':
    case 'restore-disk':
    case 'leave':
      return { ...action, node: resolve(action.node) }
    case 'switch':
      return action.node === undefined ? action : { ...action, node: resolve(action.node) }
    case 'heal':
    case 'crash-all':
    case 'restart-all':
    case 'join':
      return action
  }
}

function mapPartition(partition: Partition, resolve: (target: NodeTarget) => NodeTarget): Partition {
  switch (partition.shape) {
    case 'isolate':
      return { ...partition, nodes: partition.nodes.map(resolve) }
    case 'halves':
      return { ...partition, group: partition.group?.map(resolve) }
    case 'bridge':
      return { ...partition, node: partition.node === undefined ? undefined : resolve(partition.node) }
    case 'groups':
      return { ...partition, groups: partition.groups.map((group) => group.map(resolve)) }
    case 'majorities-ring':
      return partition
  }
}

function isSymbolicTarget(value: unknown): value is NodeTarget {
  return (SYMBOLIC_TARGETS as readonly unknown[]).includes(value)
}
