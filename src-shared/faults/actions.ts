/** What can be done to a running cluster: by a scenario's timeline and by a person's click, in the same words. */
import { z } from 'zod'
import { endpointName } from '../scenario/endpoint-name'
import { linkModeSchema, linkSettingsChangeSchema } from '../network/netem'

/**
 * A node by name, or by what it is when the action happens: `leader`, `follower` (the first that is up and not leading),
 * `any` (seeded choice among those up). Names of nodes win over these words.
 */
export const nodeTargetSchema = z.string().min(1).max(64).meta({
  id: 'target',
  description: 'A node by name, or by what it is when the action happens: leader, follower, any.'
})
export type NodeTarget = z.infer<typeof nodeTargetSchema>

export const directionSchema = z
  .enum(['both', 'out', 'in'])
  .default('both')
  .describe('both: the group can neither send nor receive; out: what it sends is lost; in: what is sent to it is lost.')

/**
 * Partition shapes, applied atomically to all links.
 * isolate: the nodes, each on its own, against all others. halves: first half against second half, or `group` against the rest.
 * majorities-ring: every node sees a majority, no two the same one. bridge: two halves that only `node` can reach.
 * groups: any groups; nodes in no common group cannot talk (groups may overlap; unnamed nodes form a group of their own).
 * Clients stay connected to every node unless a group names them.
 */
export const partitionSchema = z.discriminatedUnion('shape', [
  z.strictObject({
    shape: z.literal('isolate').describe('The nodes, each on its own, against all others.'),
    nodes: z.array(nodeTargetSchema).min(1).describe('The nodes that are cut off.'),
    direction: directionSchema
  }),
  z.strictObject({
    shape: z.literal('halves').describe('The first half of the nodes against the second, or a group against the rest.'),
    group: z.array(nodeTargetSchema).min(1).optional().describe('The nodes of one side; absent: the first half.'),
    direction: directionSchema
  }),
  z.strictObject({
    shape: z.literal('majorities-ring').describe('Every node sees a majority, no two the same one.')
  }),
  z.strictObject({
    shape: z.literal('bridge').describe('Two halves that only one node can reach.'),
    node: nodeTargetSchema.optional().describe('The node that reaches both; absent: the one in the middle.')
  }),
  z.strictObject({
    shape: z.literal('groups').describe('Groups of nodes and clients; those in no common group cannot talk.'),
    groups: z
      .array(z.array(nodeTargetSchema).min(1))
      .min(1)
      .describe('The groups, which may overlap; nodes that are not named form one of their own.')
  })
])
export type Partition = z.infer<typeof partitionSchema>

/** Only what is named changes; the rest of the link's settings stays. */
export const linkChangeSchema = z.strictObject({
  mode: linkModeSchema.optional().describe('Whether and how frames pass.'),
  settings: linkSettingsChangeSchema.optional().describe("What the link does to frames, in the words of Linux's tc netem.")
})
export type LinkChange = z.infer<typeof linkChangeSchema>

const node = nodeTargetSchema.describe('The node: by name, or leader, follower, any.')
const region = z.string().min(1).max(64)

/** Everything that can be done to a cluster. */
export const faultActionSchema = z.discriminatedUnion('do', [
  z.strictObject({
    do: z.literal('partition').describe('Cuts links so that groups of nodes cannot talk.'),
    partition: partitionSchema.describe(
      'Which nodes cannot talk. Clients stay connected to every node unless a group names them.'
    ),
    mode: linkModeSchema.exclude(['open']).default('cut').describe('How the links are cut.')
  }),
  z.strictObject({
    do: z.literal('link').describe('Changes one link, or both directions.'),
    from: nodeTargetSchema.describe('The node or client that sends; *: every node.'),
    to: nodeTargetSchema.describe('The node or client that receives; *: every node.'),
    both: z.boolean().default(true).describe('The other direction too.'),
    change: linkChangeSchema.describe('What becomes of it; what is not named stays.')
  }),
  /** A region is what the scenario's network says, and nodes that joined it. */
  z.strictObject({
    do: z.literal('region-dark').describe('A whole region fails at once: nobody outside reaches it, or its nodes die.'),
    region: region.describe('The region.'),
    how: z
      .enum(['unreachable', 'down'])
      .default('unreachable')
      .describe(
        'unreachable: every link between it and the rest is cut, clients included; inside, all go on. down: its nodes are killed at once, its clients stay.'
      )
  }),
  z.strictObject({
    do: z.literal('region-slow').describe('All that goes into or out of a region takes longer.'),
    region: region.describe('The region.'),
    delay_ms: z.number().min(0).max(60_000).default(200).describe('How much longer each frame takes, one way, in ms.')
  }),
  z.strictObject({
    do: z.literal('cut-cable').describe('Cuts every link between two regions; each still reaches all others.'),
    regions: z.tuple([region, region]).describe('The two regions.')
  }),
  z.strictObject({ do: z.literal('heal').describe('Opens all links again and takes changes of them back.') }),
  z.strictObject({ do: z.literal('crash').describe('Kills a node at once (kill -9).'), node }),
  z.strictObject({ do: z.literal('crash-all').describe('Kills every node at once (kill -9).') }),
  z.strictObject({ do: z.literal('stop').describe('Stops a node in order.'), node }),
  z.strictObject({ do: z.literal('restart').describe('Starts a node that is down.'), node }),
  z.strictObject({ do: z.literal('restart-all').describe('Starts every node that is down.') }),
  z.strictObject({ do: z.literal('pause').describe('Holds a node still (SIGSTOP).'), node }),
  z.strictObject({ do: z.literal('resume').describe('Lets a paused node go on.'), node }),
  z.strictObject({
    do: z.literal('clock').describe("Sets a node's clock wrong."),
    node,
    offset_ms: z.number().min(-1e9).max(1e9).default(0).describe('How far the clock is off, in ms.'),
    drift_ppm: z.number().min(-500_000).max(500_000).default(0).describe('How fast the clock gains, in parts per million.')
  }),
  z.strictObject({
    do: z.literal('disk').describe("Makes a node's disk slow or faulty."),
    node,
    sync_delay_ms: z.number().min(0).max(60_000).default(0).describe('How much longer each sync takes, in ms.'),
    sync_fails: z.boolean().default(false).describe('Every sync fails.'),
    lose_unsynced: z
      .boolean()
      .default(false)
      .describe("A crash loses what was not synced; otherwise the system's cache keeps it, as it does when only a process dies."),
    tear_unsynced: z
      .boolean()
      .default(false)
      .describe('A crash leaves the first part of what was not synced: whole records, then a torn one.'),
    /**
     * Recovery then refuses to start the node. Except where only the very last batch is bad and the crash lost the mark that it was synced
     * (`lose_unsynced`), or came before that sync: then it looks like a torn end, and is cut off.
     */
    corrupt_writes: z
      .boolean()
      .default(false)
      .describe('One bit of each batch that is written flips on the way to the disk; nobody notices before recovery.')
  }),
  z.strictObject({
    do: z
      .literal('lose-disk')
      .describe('Kills a node, and everything on its disk is gone. It is down until `for` is over or it is restarted.'),
    node
  }),
  /** The node notices nothing, and may be down. What has been damaged is left out. */
  z.strictObject({
    do: z.literal('backup-disk').describe("Keeps a copy of what is on a node's disk, in place of an earlier copy."),
    node
  }),
  z.strictObject({
    do: z.literal('restore-disk').describe('Kills a node, and its disk becomes its newest backup. Needs a backup.'),
    node
  }),
  z.strictObject({
    do: z.literal('switch').describe("Turns one of the protocol's deliberate bugs on or off."),
    switch: z.string().max(64).describe('The name of the bug.'),
    on: z.boolean().default(true).describe('Whether it is on afterwards.'),
    node: nodeTargetSchema.optional().describe('On this node alone; absent: on all.')
  }),
  z.strictObject({
    do: z
      .literal('join')
      .describe('A node takes part from now on: one that the scenario declares to start later, or a new one of this name.'),
    node: endpointName.describe('What it is called.'),
    role: z.string().max(64).optional().describe('The role that it is given.'),
    region: z.string().max(64).optional().describe('One of the regions: its links are like those of the others there.')
  }),
  z.strictObject({
    do: z
      .literal('leave')
      .describe('A node takes part no more: it stops in order and does not come back, unless it joins again.'),
    node
  }),
  /** Simulation alone; the protocol's description says what it holds back. */
  z.strictObject({
    do: z
      .literal('adversary')
      .describe('An adversary picks each delivery: it holds back what could decide until it no longer can. Nothing is lost.'),
    on: z.boolean().default(true).describe('Whether it is there afterwards.')
  }),
  z.strictObject({
    do: z.literal('command').describe('An operator command that the protocol declares.'),
    node,
    command: z.string().describe('The name of the command.'),
    arguments: z
      .record(z.string(), z.union([z.string(), z.number(), z.boolean()]))
      .default({})
      .describe('Its arguments by name.')
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
    case 'region-dark':
    case 'region-slow':
    case 'cut-cable':
    case 'join':
    case 'adversary':
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
