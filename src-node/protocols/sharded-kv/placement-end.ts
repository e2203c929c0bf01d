/** The leader of the placement service at work: what it commits, answers and tells. */
import type { NodeId } from '../../../src-shared/ids'
import { note } from '../kit/core'
import type { Core } from './core'
import { ledPlacement, propose, raftOf, say, tell } from './core'
import { initialSettings } from './placement/initial'
import type { GroupReport, Operate, Report } from './placement/messages'
import { operatorCommand } from './placement/operator'
import { misplacedShards, planMoves } from './placement/planner'
import { planRanges, refuse } from './placement/range-planner'
import { planReplacements } from './placement/replacements'
import { ordersFor, takeReport } from './placement/reports'
import type { GroupName, PlacementState } from './placement/state'
import { nothingTold, tellChanges } from './placement/tell'
import type { PlacementLeading } from './state'
import { PLACEMENT, placementNodes } from './state'
import { deadForUs } from './who-is-dead'

export function onReport(core: Core, from: NodeId, report: Report): void {
  const { state, now_us } = core
  const placement = ledPlacement(state)
  const { leading } = state
  if (placement === null || leading === null) return
  leading.heard.set(from, now_us)
  for (const command of takeReport(placement, leading.loads, from, report, now_us)) {
    if (command.do === 'kept') refuse(leading.refusals, placement, command.change, now_us)
    propose(core, PLACEMENT, command)
  }
  say(core, from, ordersFor(placement, leading.loads, report))
}

/** Plans what should be split, merged and moved. */
export function plan(core: Core): void {
  const { state, now_us } = core
  const placement = ledPlacement(state)
  if (placement === null || state.leading === null || placement.epoch === 0) return
  const { loads, memory, refusals } = state.leading
  const ranges = planRanges(placement, loads, refusals, now_us, state.settings)
  if (ranges.splits.length + ranges.merges.length > 0) propose(core, PLACEMENT, { do: 'plan-ranges', ...ranges })
  const { moves } = planMoves(placement, memory, loads, now_us, state.settings)
  if (moves.length > 0) propose(core, PLACEMENT, { do: 'plan', moves })
  replaceSilent(core, placement, state.leading)
}

/** Has others take the places of nodes that have sent no report, or by SWIM been dead, for too long. */
function replaceSilent(core: Core, placement: PlacementState, { heard, since_us }: PlacementLeading): void {
  const { state, now_us } = core
  const silence_us = (node: NodeId): number =>
    state.swim === null ? now_us - (heard.get(node) ?? since_us) : deadForUs(state, node, now_us)
  for (const replacement of planReplacements(placement, silence_us, state.settings))
    propose(core, PLACEMENT, { do: 'replace', ...replacement })
}

/** After each step: what is due, and what has changed. */
export function leadPlacement(core: Core): void {
  const { state } = core
  const placement = ledPlacement(state)
  if (placement === null) {
    state.leading = null
    return
  }
  const leading = takeLead(core)
  if (placement.epoch === 0) {
    const nodes = state.given.initial_nodes ?? state.given.nodes
    return propose(core, PLACEMENT, { do: 'found', settings: initialSettings(state.given.parameters), nodes })
  }
  if (!sameNodes(placement.members, state.nodes)) propose(core, PLACEMENT, { do: 'members', members: state.nodes })
  const misplaced = () => misplacedShards(placement, leading.memory, leading.loads, state.settings)
  for (const fact of tellChanges(leading.told, placement, leading.loads, state.id, misplaced)) tell(core, PLACEMENT, fact)
  if (leading.pushed < placement.epoch) pushMap(core, leading, placement)
  if (leading.ordered < placement.last_move) pushOrders(core, leading, placement)
  const open = placement.moves.size + placement.range_changes.size
  const has_room = open < leading.open_changes
  leading.open_changes = open
  if (has_room) plan(core)
}

/** What is new is ordered at once of those who lead the groups that it concerns, as far as known: others ask with their next report. */
function pushOrders(core: Core, leading: PlacementLeading, placement: PlacementState): void {
  const { loads, ordered } = leading
  const moves = [...placement.moves.values()].filter(({ id }) => id > ordered)
  const changes = [...placement.range_changes.values()].filter(({ id }) => id > ordered)
  leading.ordered = placement.last_move
  const groups = [...moves.flatMap(({ from, to }) => [from, to]), ...changes.map(({ group }) => group)]
  for (const node of new Set(groups.flatMap((group) => loads.get(group)?.leader ?? []))) {
    const led = [...loads].flatMap(([group, { leader }]) => (leader === node ? [emptyReport(group)] : []))
    say(core, node, ordersFor(placement, loads, { type: 'report', epoch: placement.epoch, groups: led }))
  }
}

function emptyReport(group: GroupName): GroupReport {
  return { group, shards: [], moves: [], changes: [] }
}

function takeLead({ state, now_us }: Core): PlacementLeading {
  const { term } = raftOf(state, PLACEMENT)!
  if (state.leading?.term !== term)
    state.leading = {
      term,
      since_us: now_us,
      heard: new Map(),
      loads: new Map(),
      memory: { epoch: 0, owners: new Map() },
      told: nothingTold(),
      refusals: new Map(),
      pushed: 0,
      ordered: 0,
      open_changes: 0
    }
  return state.leading
}

function pushMap(core: Core, leading: PlacementLeading, placement: PlacementState): void {
  const orders = ordersFor(placement, leading.loads, { type: 'report', epoch: placement.epoch - 1, groups: [] })
  leading.pushed = placement.epoch
  for (const node of core.state.nodes) say(core, node, orders)
}

/** An operator has this node do something: whoever leads the placement service does it. */
export function onCommand(core: Core, command: string, given: Operate['arguments']): void {
  for (const node of placementNodes(core.state.nodes, core.state.settings))
    say(core, node, { type: 'operate', command, arguments: given })
}

export function onOperate(core: Core, { command, arguments: given }: Operate): void {
  const { state } = core
  const placement = ledPlacement(state)
  if (placement === null) return
  const found = operatorCommand(placement, command, given)
  if ('refused' in found) note(core, 'command', `${state.id} cannot carry out ${command}: ${found.refused}`)
  else propose(core, PLACEMENT, found)
}

function sameNodes(a: readonly NodeId[], b: readonly NodeId[]): boolean {
  return a.length === b.length && a.every((node, at) => node === b[at])
}
