/** What each kind of random fault does, as entries of a timeline. Every number that a seed may choose has its bounds here. */
import type { FaultActionInput, NodeTarget } from '../faults/actions'
import { faultActionSchema, targetsOf } from '../faults/actions'
import type { NodeId } from '../ids'
import type { LinkSettingsChange } from '../network/netem'
import type { Draw } from './seeded-choice'
import { TRANSFER_COMMAND } from './sections/chaos'
import type { ChaosFault } from './sections/chaos'
import type { TimelineEntry } from './sections/timeline'

/** When a fault begins and how long it lasts, whole milliseconds of the run. */
export interface FaultSpan {
  readonly at: number
  readonly lasting: number
}

/** Where a fault may strike. */
export interface FaultTargets {
  readonly nodes: readonly NodeId[]
  /** Names of the regions; as many as the fault needs. */
  readonly regions: readonly string[]
  /** Nodes not named by a fault in force that takes nodes down; never empty where the fault takes one down. */
  readonly up: readonly NodeId[]
  /** Those of them whose disk may be lost; never empty where a fault does that. */
  readonly disk_losable: readonly NodeId[]
  /** Share of the faults on one node that strike whoever leads, 0 to 1. */
  readonly leader_share: number
}

/** How many nodes a fault takes down or pauses: none, one, or every one (or as many as one may not choose). */
export type NodesDown = 'none' | 'one' | 'all'

interface FaultKind {
  readonly nodes_down: NodesDown
  /** A fault that is over as soon as it has begun. */
  readonly instantaneous?: true
  /** It lasts this long at least. */
  readonly lasting_min?: number
  /** A fault during which its node does not take part: no other strikes it. */
  readonly takes_away?: true
  /** Processes end, so that what they had in memory is gone. */
  readonly restarts?: true
  /** A fault that takes from a node's disk what was durable on it. */
  readonly loses_disk?: true
  draw(draw: Draw, targets: FaultTargets, span: FaultSpan): TimelineEntry[]
}

/** Maximum time between the disk fault and the crash that depends on it. */
const LEAD_TIME_MS = [20, 200] as const
/** A sync takes long enough that a crash finds something unsynced. */
const VULNERABLE_SYNC_MS = [2, 30] as const
/** After its disk is well again a node that the disk has ended is started. */
const DISK_RECOVERY_MS = 20
/** Of the time that a fault lasts, how much may lie between the backup and its restoring. */
const BACKUP_AGE_SHARE = 0.8
const PERMANENT_DELAY_MS = [100, 1000] as const
const PERMANENT_LOSS_PERCENT = [30, 100] as const
/** Longer than anybody waits. */
const PERMANENT_SYNC_MS = 60_000
/** Nodes that may join besides those of the start. */
const GUESTS = 3
/** Longer than a node that leaves may take until it has gone. */
const AWAY_MS_MIN = 3500
const SLOW_SYNC_MS = [5, 150] as const
const SLOW_LINK_MS = [10, 200] as const
const SLOW_REGION_MS = [20, 300] as const
const ALTERED_PERCENT = [1, 30] as const
const CLOCK_STEP_MS = [20, 2000] as const
const CLOCK_DRIFT_PPM = [1000, 100_000] as const

/** One row for each kind of {@link ChaosFault}. */
export const CHAOS_KINDS: Readonly<Record<ChaosFault, FaultKind>> = {
  partition: {
    nodes_down: 'none',
    draw: (draw, targets, span) => [during(span, { do: 'partition', partition: split(draw, targets), mode: linkMode(draw) })]
  },
  'one-way': {
    nodes_down: 'none',
    draw: (draw, targets, span) => {
      const direction = draw.pick(['in', 'out'] as const)
      return [
        during(span, {
          do: 'partition',
          partition: { shape: 'isolate', nodes: [target(draw, targets, targets.nodes)], direction }
        })
      ]
    }
  },
  bridge: {
    nodes_down: 'none',
    draw: (draw, targets, span) => [
      during(span, { do: 'partition', partition: { shape: 'bridge', node: target(draw, targets, targets.nodes) } })
    ]
  },
  'slow-links': {
    nodes_down: 'none',
    draw: (draw, targets, span) => {
      const delay_ms = draw.whole(...SLOW_LINK_MS)
      const settings = { delay_ms, jitter_ms: draw.whole(0, Math.floor(delay_ms / 2)) }
      return [during(span, { do: 'link', ...someLinks(draw, targets), change: { settings } })]
    }
  },
  'lossy-links': {
    nodes_down: 'none',
    draw: (draw, targets, span) => {
      const settings = {
        loss_percent: draw.whole(0, 30),
        duplicate_percent: draw.whole(0, 30),
        corrupt_percent: draw.whole(0, 5),
        delay_ms: draw.whole(1, 20),
        jitter_ms: draw.whole(0, 20),
        reorder_percent: draw.whole(0, 30),
        order: 'may-reorder' as const
      }
      return [during(span, { do: 'link', ...someLinks(draw, targets), change: { settings } })]
    }
  },
  crash: {
    nodes_down: 'one',
    restarts: true,
    draw: (draw, targets, span) => [during(span, { do: 'crash', node: target(draw, targets, targets.up) })]
  },
  'crash-all': { nodes_down: 'all', restarts: true, draw: (_draw, _targets, span) => [during(span, { do: 'crash-all' })] },
  stop: {
    nodes_down: 'one',
    restarts: true,
    draw: (draw, targets, span) => [during(span, { do: 'stop', node: target(draw, targets, targets.up) })]
  },
  pause: {
    nodes_down: 'one',
    draw: (draw, targets, span) => [during(span, { do: 'pause', node: target(draw, targets, targets.up) })]
  },
  clock: {
    nodes_down: 'none',
    draw: (draw, targets, span) => {
      const offset_ms = draw.pick([-1, 0, 1]) * draw.whole(...CLOCK_STEP_MS)
      const drift_ppm = draw.pick(offset_ms === 0 ? [-1, 1] : [-1, 0, 1]) * draw.whole(...CLOCK_DRIFT_PPM)
      return [during(span, { do: 'clock', node: target(draw, targets, targets.nodes), offset_ms, drift_ppm })]
    }
  },
  'slow-disk': {
    nodes_down: 'none',
    draw: (draw, targets, span) => [
      during(span, { do: 'disk', node: target(draw, targets, targets.nodes), sync_delay_ms: draw.whole(...SLOW_SYNC_MS) })
    ]
  },
  /** A node whose sync fails ends itself; it is started again once its disk is well. */
  'failing-disk': {
    nodes_down: 'one',
    restarts: true,
    draw: (draw, targets, { at, lasting }) => {
      const node = draw.pick(targets.up)
      const failing = lasting - Math.min(DISK_RECOVERY_MS, Math.floor(lasting / 2))
      return [
        during({ at, lasting: failing }, { do: 'disk', node, sync_fails: true }),
        once(at + lasting, { do: 'restart', node })
      ]
    }
  },
  /** Every node dies at once and loses what was not synced; all start again. */
  'power-cut': {
    nodes_down: 'all',
    restarts: true,
    draw: (draw, targets, span) => {
      const sync_delay_ms = draw.whole(...VULNERABLE_SYNC_MS)
      const disks = targets.nodes.map((node) => during(span, { do: 'disk', node, sync_delay_ms, lose_unsynced: true }))
      return [...disks, { ...during(afterLeadTime(draw, span), { do: 'crash-all' }), label: 'Power cut' }]
    }
  },
  /** A crash in the middle of a write: recovery finds whole records, then a torn one. */
  'torn-write': {
    nodes_down: 'one',
    restarts: true,
    draw: (draw, targets, span) => {
      const node = draw.pick(targets.up)
      const sync_delay_ms = draw.whole(...VULNERABLE_SYNC_MS)
      return [
        during(span, { do: 'disk', node, sync_delay_ms, tear_unsynced: true }),
        during(afterLeadTime(draw, span), { do: 'crash', node })
      ]
    }
  },
  'lose-disk': {
    nodes_down: 'one',
    restarts: true,
    loses_disk: true,
    draw: (draw, { disk_losable }, span) => [during(span, { do: 'lose-disk', node: draw.pick(disk_losable) })]
  },
  /** A node comes back with what its disk held some time before. */
  'restore-disk': {
    nodes_down: 'one',
    restarts: true,
    loses_disk: true,
    draw: (draw, { disk_losable }, { at, lasting }) => {
      const node = draw.pick(disk_losable)
      const age = draw.whole(0, Math.floor(lasting * BACKUP_AGE_SHARE))
      return [
        once(at, { do: 'backup-disk', node }),
        during({ at: at + age, lasting: lasting - age }, { do: 'restore-disk', node })
      ]
    }
  },
  transfer: {
    nodes_down: 'none',
    instantaneous: true,
    draw: (draw, targets, { at }) => {
      const to = draw.pick(targets.nodes)
      return [once(at, { do: 'command', node: 'leader', command: TRANSFER_COMMAND, arguments: { to } })]
    }
  },
  /** A node with an empty disk joins, and leaves again. One of its name may be here already, or may not have gone yet. */
  join: {
    nodes_down: 'none',
    draw: (draw, _targets, { at, lasting }) => {
      const node = `guest${draw.whole(1, GUESTS)}`
      return [ifPossible(once(at, { do: 'join', node })), ifPossible(once(at + lasting, { do: 'leave', node }))]
    }
  },
  /** A node leaves, and joins again with the disk that it had. */
  leave: {
    nodes_down: 'one',
    lasting_min: AWAY_MS_MIN,
    takes_away: true,
    draw: (draw, targets, { at, lasting }) => {
      const node = draw.pick(targets.up)
      return [once(at, { do: 'leave', node }), once(at + lasting, { do: 'join', node })]
    }
  },
  'region-dark': {
    nodes_down: 'none',
    draw: (draw, { regions }, span) => [during(span, { do: 'region-dark', region: draw.pick(regions) })]
  },
  'region-down': {
    nodes_down: 'all',
    restarts: true,
    draw: (draw, { regions }, span) => [during(span, { do: 'region-dark', region: draw.pick(regions), how: 'down' })]
  },
  'region-slow': {
    nodes_down: 'none',
    draw: (draw, { regions }, span) => [
      during(span, { do: 'region-slow', region: draw.pick(regions), delay_ms: draw.whole(...SLOW_REGION_MS) })
    ]
  },
  'cut-cable': {
    nodes_down: 'none',
    draw: (draw, { regions }, span) => {
      const [one, other] = draw.shuffle(regions) as [string, string]
      return [during(span, { do: 'cut-cable', regions: [one, other] })]
    }
  },
  /** Messages say something else than their senders did, under right checksums: for protocols that sign them. */
  'altering-links': {
    nodes_down: 'none',
    draw: (draw, targets, span) => {
      const settings = { alter_percent: draw.whole(...ALTERED_PERCENT) }
      return [during(span, { do: 'link', ...someLinks(draw, targets), change: { settings } })]
    }
  }
}

/** A fault of one node that lasts until the end of the run, and touches no link between two others. */
export function permanentFault(draw: Draw, node: NodeId, at: number): TimelineEntry {
  const isolate = (direction: 'both' | 'in' | 'out'): FaultActionInput => {
    return { do: 'partition', partition: { shape: 'isolate', nodes: [node], direction }, mode: linkMode(draw) }
  }
  const link = (settings: LinkSettingsChange): FaultActionInput => ({ do: 'link', from: node, to: '*', change: { settings } })
  const kinds: readonly (() => FaultActionInput)[] = [
    () => isolate('both'),
    () => isolate('in'),
    () => isolate('out'),
    () => link({ delay_ms: draw.whole(...PERMANENT_DELAY_MS) }),
    () => link({ loss_percent: draw.whole(...PERMANENT_LOSS_PERCENT) }),
    () => ({ do: 'crash', node }),
    () => ({ do: 'pause', node }),
    () => ({ do: 'disk', node, sync_delay_ms: PERMANENT_SYNC_MS })
  ]
  return once(at, draw.pick(kinds)())
}

/** Entries that a moment or a system may make impossible (nobody leads, a node refuses, no pausing) are left out then. */
function entry(at: number, input: FaultActionInput, lasting?: number): TimelineEntry {
  const action = faultActionSchema.parse(input)
  const uncertain = action.do === 'command' || action.do === 'pause' || targetsOf(action).has('leader')
  return { at, ...(lasting !== undefined && { for: lasting }), times: 1, action, ...(uncertain && { if_possible: true }) }
}

function during({ at, lasting }: FaultSpan, action: FaultActionInput): TimelineEntry {
  return entry(at, action, lasting)
}

function once(at: number, action: FaultActionInput): TimelineEntry {
  return entry(at, action)
}

export function ifPossible(one: TimelineEntry): TimelineEntry {
  return { ...one, if_possible: true }
}

/** The rest of the span after a while in which the disk is already bad. */
function afterLeadTime(draw: Draw, { at, lasting }: FaultSpan): FaultSpan {
  const lead_time = Math.min(draw.whole(...LEAD_TIME_MS), Math.floor(lasting / 2))
  return { at: at + lead_time, lasting: lasting - lead_time }
}

/** One of the candidates by name, or whoever leads. */
function target(draw: Draw, { leader_share }: FaultTargets, candidates: readonly NodeId[]): NodeTarget {
  return draw.chance(leader_share) ? 'leader' : draw.pick(candidates)
}

type PartitionInput = Extract<FaultActionInput, { do: 'partition' }>['partition']

function split(draw: Draw, targets: FaultTargets): PartitionInput {
  const { nodes } = targets
  const shape = draw.pick(['isolate', 'halves', 'halves', 'majorities-ring'] as const)
  if (shape === 'majorities-ring') return { shape }
  if (shape === 'isolate') return { shape, nodes: [target(draw, targets, nodes)] }
  const size = draw.whole(1, Math.max(1, Math.floor(nodes.length / 2)))
  return { shape, group: nodesInOrder(nodes, draw.shuffle(nodes).slice(0, size)) }
}

/** Mostly a black hole, since that is what a protocol notices last. */
function linkMode(draw: Draw): 'cut' | 'refuse' | 'reset' | 'half-open' {
  return draw.pick(['cut', 'cut', 'cut', 'refuse', 'reset', 'half-open'] as const)
}

/** All links between nodes, those of one node, or one link in one direction. */
function someLinks(draw: Draw, targets: FaultTargets): { from: NodeTarget; to: NodeTarget; both: boolean } {
  const from = draw.pick(targets.nodes)
  const others = targets.nodes.filter((node) => node !== from)
  const extent = draw.pick(['all', 'node', 'link'] as const)
  if (extent === 'all' || others.length === 0) return { from: '*', to: '*', both: true }
  if (extent === 'node') return { from: target(draw, targets, [from]), to: '*', both: true }
  return { from, to: draw.pick(others), both: false }
}

function nodesInOrder(nodes: readonly NodeId[], some: readonly NodeId[]): NodeId[] {
  return nodes.filter((node) => some.includes(node))
}
