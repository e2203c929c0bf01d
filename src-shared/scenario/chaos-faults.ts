/** What each kind of random fault does, as entries of a timeline. Every number that a seed may choose has its bounds here. */
import type { FaultActionInput, NodeTarget } from '../faults/actions'
import { faultActionSchema, targetsOf } from '../faults/actions'
import type { NodeId } from '../ids'
import type { LinkSettingsChange } from '../network/netem'
import type { Draw } from './chaos-draw'
import type { ChaosFault, TimelineEntry } from './schema'

/** When a fault begins and how long it lasts, whole milliseconds of the run. */
export interface FaultSpan {
  readonly at: number
  readonly lasting: number
}

/** Where a fault may strike. */
export interface FaultPlace {
  readonly nodes: readonly NodeId[]
  /** Nodes that no other fault keeps down by name at the moment; never empty where a fault takes a node down. */
  readonly up: readonly NodeId[]
  /** Those of them whose disk may be lost; never empty where a fault does that. */
  readonly expendable: readonly NodeId[]
  /** Share of the faults on one node that strike whoever leads, 0 to 1. */
  readonly at_leader: number
}

/** How many nodes a fault takes down or pauses: none, one, or every one. */
export type Toll = 'none' | 'one' | 'all'

interface FaultKind {
  readonly toll: Toll
  /** A fault that is over as soon as it has begun. */
  readonly momentary?: true
  /** A fault that takes from a node's disk what was durable on it. */
  readonly loses_disk?: true
  draw(draw: Draw, place: FaultPlace, span: FaultSpan): TimelineEntry[]
}

/** What the fault `transfer` asks of the leader. */
export const TRANSFER_COMMAND = 'transfer-leadership'

/** Between what makes a node or disk vulnerable and the crash that needs it, at most. */
const LEAD_MS = [20, 200] as const
/** A sync takes long enough that a crash finds something unsynced. */
const VULNERABLE_SYNC_MS = [2, 30] as const
/** After its disk is well again a node that the disk has ended is started. */
const DISK_REST_MS = 20
/** Of the time that a fault lasts, how much may lie between the backup and its restoring. */
const BACKUP_AGE_SHARE = 0.8
const LASTING_DELAY_MS = [100, 1000] as const
const LASTING_LOSS_PERCENT = [30, 100] as const
/** Longer than anybody waits. */
const LASTING_SYNC_MS = 60_000
const SLOW_SYNC_MS = [5, 150] as const
const SLOW_LINK_MS = [10, 200] as const
const CLOCK_STEP_MS = [20, 2000] as const
const CLOCK_DRIFT_PPM = [1000, 100_000] as const

/** One row for each kind of {@link ChaosFault}. */
export const CHAOS_KINDS: Readonly<Record<ChaosFault, FaultKind>> = {
  partition: {
    toll: 'none',
    draw: (draw, place, span) => [during(span, { do: 'partition', partition: split(draw, place), mode: linkMode(draw) })]
  },
  'one-way': {
    toll: 'none',
    draw: (draw, place, span) => {
      const direction = draw.pick(['in', 'out'] as const)
      return [
        during(span, { do: 'partition', partition: { shape: 'isolate', nodes: [target(draw, place, place.nodes)], direction } })
      ]
    }
  },
  bridge: {
    toll: 'none',
    draw: (draw, place, span) => [
      during(span, { do: 'partition', partition: { shape: 'bridge', node: target(draw, place, place.nodes) } })
    ]
  },
  'slow-links': {
    toll: 'none',
    draw: (draw, place, span) => {
      const delay_ms = draw.whole(...SLOW_LINK_MS)
      const settings = { delay_ms, jitter_ms: draw.whole(0, Math.floor(delay_ms / 2)) }
      return [during(span, { do: 'link', ...someLinks(draw, place), change: { settings } })]
    }
  },
  'lossy-links': {
    toll: 'none',
    draw: (draw, place, span) => {
      const settings = {
        loss_percent: draw.whole(0, 30),
        duplicate_percent: draw.whole(0, 30),
        corrupt_percent: draw.whole(0, 5),
        delay_ms: draw.whole(1, 20),
        jitter_ms: draw.whole(0, 20),
        reorder_percent: draw.whole(0, 30),
        order: 'may-reorder' as const
      }
      return [during(span, { do: 'link', ...someLinks(draw, place), change: { settings } })]
    }
  },
  crash: { toll: 'one', draw: (draw, place, span) => [during(span, { do: 'crash', node: target(draw, place, place.up) })] },
  'crash-all': { toll: 'all', draw: (_draw, _place, span) => [during(span, { do: 'crash-all' })] },
  stop: { toll: 'one', draw: (draw, place, span) => [during(span, { do: 'stop', node: target(draw, place, place.up) })] },
  pause: { toll: 'one', draw: (draw, place, span) => [during(span, { do: 'pause', node: target(draw, place, place.up) })] },
  clock: {
    toll: 'none',
    draw: (draw, place, span) => {
      const offset_ms = draw.pick([-1, 0, 1]) * draw.whole(...CLOCK_STEP_MS)
      const drift_ppm = draw.pick(offset_ms === 0 ? [-1, 1] : [-1, 0, 1]) * draw.whole(...CLOCK_DRIFT_PPM)
      return [during(span, { do: 'clock', node: target(draw, place, place.nodes), offset_ms, drift_ppm })]
    }
  },
  'slow-disk': {
    toll: 'none',
    draw: (draw, place, span) => [
      during(span, { do: 'disk', node: target(draw, place, place.nodes), sync_delay_ms: draw.whole(...SLOW_SYNC_MS) })
    ]
  },
  /** A node whose sync fails ends itself; it is started again once its disk is well. */
  'failing-disk': {
    toll: 'one',
    draw: (draw, place, { at, lasting }) => {
      const node = draw.pick(place.up)
      const failing = lasting - Math.min(DISK_REST_MS, Math.floor(lasting / 2))
      return [
        during({ at, lasting: failing }, { do: 'disk', node, sync_fails: true }),
        once(at + lasting, { do: 'restart', node })
      ]
    }
  },
  /** Every node dies at once and loses what was not synced; all start again. */
  'power-cut': {
    toll: 'all',
    draw: (draw, place, span) => {
      const sync_delay_ms = draw.whole(...VULNERABLE_SYNC_MS)
      const disks = place.nodes.map((node) => during(span, { do: 'disk', node, sync_delay_ms, lose_unsynced: true }))
      return [...disks, { ...during(afterLead(draw, span), { do: 'crash-all' }), label: 'Power cut' }]
    }
  },
  /** A crash in the middle of a write: recovery finds whole records, then a torn one. */
  'torn-write': {
    toll: 'one',
    draw: (draw, place, span) => {
      const node = draw.pick(place.up)
      const sync_delay_ms = draw.whole(...VULNERABLE_SYNC_MS)
      return [
        during(span, { do: 'disk', node, sync_delay_ms, tear_unsynced: true }),
        during(afterLead(draw, span), { do: 'crash', node })
      ]
    }
  },
  'lose-disk': {
    toll: 'one',
    loses_disk: true,
    draw: (draw, { expendable }, span) => [during(span, { do: 'lose-disk', node: draw.pick(expendable) })]
  },
  /** A node comes back with what its disk held some time before. */
  'restore-disk': {
    toll: 'one',
    loses_disk: true,
    draw: (draw, { expendable }, { at, lasting }) => {
      const node = draw.pick(expendable)
      const age = draw.whole(0, Math.floor(lasting * BACKUP_AGE_SHARE))
      return [
        once(at, { do: 'backup-disk', node }),
        during({ at: at + age, lasting: lasting - age }, { do: 'restore-disk', node })
      ]
    }
  },
  transfer: {
    toll: 'none',
    momentary: true,
    draw: (draw, place, { at }) => {
      const to = draw.pick(place.nodes)
      return [once(at, { do: 'command', node: 'leader', command: TRANSFER_COMMAND, arguments: { to } })]
    }
  }
}

/** A fault of one node that lasts until the end of the run, and touches no link between two others. */
export function lastingFault(draw: Draw, node: NodeId, at: number): TimelineEntry {
  const isolate = (direction: 'both' | 'in' | 'out'): FaultActionInput => {
    return { do: 'partition', partition: { shape: 'isolate', nodes: [node], direction }, mode: linkMode(draw) }
  }
  const link = (settings: LinkSettingsChange): FaultActionInput => ({ do: 'link', from: node, to: '*', change: { settings } })
  const kinds: readonly (() => FaultActionInput)[] = [
    () => isolate('both'),
    () => isolate('in'),
    () => isolate('out'),
    () => link({ delay_ms: draw.whole(...LASTING_DELAY_MS) }),
    () => link({ loss_percent: draw.whole(...LASTING_LOSS_PERCENT) }),
    () => ({ do: 'crash', node }),
    () => ({ do: 'pause', node }),
    () => ({ do: 'disk', node, sync_delay_ms: LASTING_SYNC_MS })
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

/** The rest of the span after a while in which the disk is already bad. */
function afterLead(draw: Draw, { at, lasting }: FaultSpan): FaultSpan {
  const lead = Math.min(draw.whole(...LEAD_MS), Math.floor(lasting / 2))
  return { at: at + lead, lasting: lasting - lead }
}

/** One of the candidates by name, or whoever leads. */
function target(draw: Draw, { at_leader }: FaultPlace, candidates: readonly NodeId[]): NodeTarget {
  return draw.chance(at_leader) ? 'leader' : draw.pick(candidates)
}

type PartitionInput = Extract<FaultActionInput, { do: 'partition' }>['partition']

function split(draw: Draw, place: FaultPlace): PartitionInput {
  const { nodes } = place
  const shape = draw.pick(['isolate', 'halves', 'halves', 'majorities-ring'] as const)
  if (shape === 'majorities-ring') return { shape }
  if (shape === 'isolate') return { shape, nodes: [target(draw, place, nodes)] }
  const size = draw.whole(1, Math.max(1, Math.floor(nodes.length / 2)))
  return { shape, group: nodesInOrder(nodes, draw.shuffle(nodes).slice(0, size)) }
}

/** Mostly a black hole, since that is what a protocol notices last. */
function linkMode(draw: Draw): 'cut' | 'refuse' | 'reset' | 'half-open' {
  return draw.pick(['cut', 'cut', 'cut', 'refuse', 'reset', 'half-open'] as const)
}

/** All links between nodes, those of one node, or one link in one direction. */
function someLinks(draw: Draw, place: FaultPlace): { from: NodeTarget; to: NodeTarget; both: boolean } {
  const from = draw.pick(place.nodes)
  const others = place.nodes.filter((node) => node !== from)
  const extent = draw.pick(['all', 'node', 'link'] as const)
  if (extent === 'all' || others.length === 0) return { from: '*', to: '*', both: true }
  if (extent === 'node') return { from: target(draw, place, [from]), to: '*', both: true }
  return { from, to: draw.pick(others), both: false }
}

function nodesInOrder(nodes: readonly NodeId[], some: readonly NodeId[]): NodeId[] {
  return nodes.filter((node) => some.includes(node))
}
