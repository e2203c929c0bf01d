/** Random faults: a seed becomes a timeline within the bounds that a scenario states. */
import type { NodeId } from '../ids'
import { createRandom } from '../random'
import { createDraw } from './seeded-choice'
import type { Draw } from './seeded-choice'
import { CHAOS_KINDS, ifPossible, permanentFault } from './chaos-faults'
import type { FaultSpan, FaultTargets, NodesDown } from './chaos-faults'
import { CHAOS_FAULTS, minorityOf, REGIONS_NEEDED } from './sections/chaos'
import { ENTRIES_MAX } from './sections/timeline'
import type { Chaos, ChaosFault } from './sections/chaos'
import type { TimelineEntry } from './sections/timeline'

/** One random fault: its kind, its time, and the timeline entries that it consists of. */
export interface DrawnFault extends FaultSpan {
  readonly kind: ChaosFault
  readonly entries: readonly TimelineEntry[]
}

/**
 * The timeline that the seed draws: at most `max_concurrent` faults overlap, at most `max_down` nodes are down or paused at once (but for
 * `crash-all` and `power-cut`, which take all, and `region-down`), at most `max_disks_lost` nodes ever lose their disk or get an older one, at most `max_restarted` ever end, none begins before `start`, all are over `calm` before the end, but for those that keep the nodes outside a core from it (`heal`). Pure.
 */
export function drawTimeline(
  chaos: Chaos,
  nodes: readonly NodeId[],
  duration_ms: number,
  seed: number,
  regions: readonly string[] = []
): TimelineEntry[] {
  const entries = drawFaults(chaos, nodes, duration_ms, seed, regions).flatMap((fault) => fault.entries)
  if (chaos.heal === 'quorum') entries.push(...drawPermanentFaults(chaos, nodes, duration_ms, seed))
  // Whoever leaves goes once others no longer need it: how long it is away, and what can be done to it, is not known before.
  const timeline = (chaos.faults.leave ?? 0) > 0 ? entries.map(ifPossible) : entries
  return timeline.sort((one, other) => one.at - other.at)
}

/** The majority that is free of faults in the quiet period, where only that is healed; in the run's order. */
export function drawCore(nodes: readonly NodeId[], seed: number): NodeId[] {
  const core = createDraw(createRandom(seed, 'core')).shuffle(nodes).slice(minority(nodes))
  return nodes.filter((node) => core.includes(node))
}

/** Permanent faults of the nodes outside the core, from the quiet period on. */
function drawPermanentFaults(
  { quiet_period }: Chaos,
  nodes: readonly NodeId[],
  duration_ms: number,
  seed: number
): TimelineEntry[] {
  const core = drawCore(nodes, seed)
  const draw = createDraw(createRandom(seed, 'outside-core'))
  return nodes
    .filter((node) => !core.includes(node))
    .map((node) => permanentFault(draw, node, Math.floor(duration_ms - quiet_period)))
}

/** The faults behind {@link drawTimeline} that end before the quiet period, by their beginnings. */
export function drawFaults(
  chaos: Chaos,
  nodes: readonly NodeId[],
  duration_ms: number,
  seed: number,
  regions: readonly string[] = []
): DrawnFault[] {
  const draw = createDraw(createRandom(seed, 'chaos'))
  const end = Math.floor(duration_ms - chaos.quiet_period)
  const faults: DrawnFault[] = []
  let entries = 0
  // Not below 1 ms, or a scenario that wants no pauses would never end.
  for (let at = Math.ceil(chaos.start); at + chaos.fault_duration[0] <= end; at += Math.max(1, draw.whole(...chaos.interval))) {
    const fault = drawFault(draw, chaos, { nodes, regions }, faults, { at, lasting: end - at })
    if (!fault) continue
    entries += fault.entries.length
    if (entries > ENTRIES_MAX) break
    faults.push(fault)
  }
  return faults
}

/** A fault that fits beside those in force; null when none does. `room`: when, and how long at most. */
function drawFault(
  draw: Draw,
  chaos: Chaos,
  { nodes, regions }: Pick<FaultTargets, 'nodes' | 'regions'>,
  earlier: readonly DrawnFault[],
  free_slot: FaultSpan
): DrawnFault | null {
  const in_force = overlapping(earlier, free_slot.at)
  if (in_force.length >= chaos.max_concurrent) return null
  const here = nodes.filter((node) => !in_force.some((fault) => CHAOS_KINDS[fault.kind].takes_away && names(fault, node)))
  const up = nodes.filter((node) => !in_force.some((fault) => nodesDownBy(fault) !== 'none' && names(fault, node)))
  const { max_restarted = nodes.length, max_disks_lost = minority(nodes) } = chaos
  const restartable = stillWithin(max_restarted, 'restarts', { up, nodes, earlier })
  const disk_losable = stillWithin(max_disks_lost, 'loses_disk', { up: restartable, nodes, earlier })
  const candidates = CHAOS_FAULTS.flatMap((kind): [ChaosFault, number][] => {
    const weight = chaos.faults[kind] ?? 0
    const { nodes_down, loses_disk, restarts, takes_away, lasting_min = 0 } = CHAOS_KINDS[kind]
    const may_restart = !restarts || (nodes_down === 'all' ? max_restarted >= nodes.length : restartable.length > 0)
    const may_go = !takes_away || here.length > 2
    const fits =
      lasting_min <= free_slot.lasting &&
      regions.length >= (REGIONS_NEEDED[kind] ?? 0) &&
      may_go &&
      may_restart &&
      fitsDownLimit(nodes_down, in_force, downMax(chaos, nodes)) &&
      (!loses_disk || disk_losable.length > 0)
    return weight > 0 && fits ? [[kind, weight]] : []
  })
  if (candidates.length === 0) return null
  const kind = draw.weighted(candidates)
  const { instantaneous, restarts, lasting_min = 0, draw: drawEntries } = CHAOS_KINDS[kind]
  // Who leads at that time is not known now, and may not be one of those that may restart.
  const is_chosen = restarts && chaos.max_restarted !== undefined
  const targets = is_chosen ? { up: restartable, leader_share: 0 } : { up, leader_share: chaos.leader_share }
  const lasting = instantaneous ? 0 : Math.min(Math.max(draw.whole(...chaos.fault_duration), lasting_min), free_slot.lasting)
  const span = { at: free_slot.at, lasting }
  return { kind, ...span, entries: drawEntries(draw, { nodes: here, regions, disk_losable, ...targets }, span) }
}

/** One short of losing a majority, unless the scenario says. */
function downMax({ max_down }: Chaos, nodes: readonly NodeId[]): number {
  return Math.min(max_down ?? minority(nodes), nodes.length)
}

function minority({ length }: readonly NodeId[]): number {
  return minorityOf(length)
}

/** Those of the nodes that are up which such a fault has struck before, or may strike as well: no more than `most` nodes ever. */
function stillWithin(
  most: number,
  what: 'loses_disk' | 'restarts',
  { up, nodes, earlier }: Readonly<Record<'up' | 'nodes', readonly NodeId[]>> & { readonly earlier: readonly DrawnFault[] }
): readonly NodeId[] {
  const faults = earlier.filter(({ kind }) => CHAOS_KINDS[kind][what])
  const isStruck = (node: NodeId) => faults.some((fault) => names(fault, node))
  return nodes.filter(isStruck).length < most ? up : up.filter(isStruck)
}

function fitsDownLimit(nodes_down: NodesDown, in_force: readonly DrawnFault[], max_down: number): boolean {
  const nodes_down_now = in_force.map(nodesDownBy)
  if (nodes_down === 'all') return nodes_down_now.every((other) => other === 'none')
  if (nodes_down === 'one')
    return !nodes_down_now.includes('all') && nodes_down_now.filter((other) => other === 'one').length < max_down
  return true
}

function overlapping(faults: readonly DrawnFault[], at: number): DrawnFault[] {
  // Ends included: what ends and what begins in one moment have no order.
  return faults.filter((fault) => fault.at + fault.lasting >= at)
}

function nodesDownBy({ kind }: DrawnFault): NodesDown {
  return CHAOS_KINDS[kind].nodes_down
}

function names({ entries }: DrawnFault, node: NodeId): boolean {
  return entries.some(({ action }) => 'node' in action && action.node === node)
}
