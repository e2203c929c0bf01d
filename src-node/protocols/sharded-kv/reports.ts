/** What a node says to the placement service, and what it is told. */
import type { NodeId } from '../../../src-shared/ids'
import type { RaftState } from '../raft/state'
import type { Core } from './core'
import { ledGroups, say, setTimer, shardsOf } from './core'
import { reportTo, takeOrders } from './node-map'
import type { GroupReport, MoveReport, Orders, RangeReport, Report, ShardReport } from './placement/messages'
import type { GroupName } from './placement/state'
import { outcomeOf } from './shards/ranges'
import { outgoingOf } from './shards/state'
import type { Shard, ShardMachine } from './shards/state'
import { hostMapped } from './membership'
import { placementNodes } from './state'
import type { ShardedState } from './state'

export function report(core: Core): void {
  const { state } = core
  setTimer(core, 'report', state.settings.report_us)
  sendReport(core, reportTo(state.map, placementNodes(state.nodes, state.settings)))
}

/** At once, besides those at their times: the placement service need not wait for what it has long been told to do. */
export function reportNews(core: Core): void {
  const { map, nodes, settings } = core.state
  if (!core.has_news) return
  core.has_news = false
  sendReport(core, map.placement_leader === null ? placementNodes(nodes, settings) : [map.placement_leader])
}

function sendReport(core: Core, nodes: readonly NodeId[]): void {
  const message = makeReport(core.state)
  for (const node of nodes) say(core, node, message)
}

function makeReport(state: ShardedState): Report {
  const groups = ledGroups(state).map(([group, raft]) => reportOf(state, group, raft))
  return { type: 'report', epoch: state.map.map?.epoch ?? 0, groups }
}

function reportOf(state: ShardedState, group: GroupName, raft: RaftState): GroupReport {
  const { shards, last_moves } = shardsOf(raft)
  const cancelled = [...last_moves]
    .filter(([, { move, is_cancelled }]) => is_cancelled && !state.over.has(move))
    .map(([shard, { move }]): MoveReport => ({ move, shard, phase: 'cancelled' }))
  return {
    group,
    shards: [...shards.values()].map(reportShard),
    moves: [...[...shards.values()].flatMap(reportMove), ...cancelled],
    changes: reportChanges(state, group, shardsOf(raft))
  }
}

/** What has come of the orders that it knows. */
function reportChanges({ range_orders }: ShardedState, group: GroupName, machine: ShardMachine): RangeReport[] {
  return range_orders.flatMap((change) => (change.group === group ? (outcomeOf(machine, change) ?? []) : []))
}

function reportShard({ id: shard, stage, epoch, data, bytes, operations }: Shard): ShardReport {
  return { shard, status: stage.status, epoch, keys: data.size, bytes, operations }
}

function reportMove(shard: Shard): MoveReport[] {
  const { id, stage } = shard
  const outgoing = outgoingOf(shard)
  if (outgoing !== null) return [{ move: outgoing.move, shard: id, phase: 'out' }]
  return stage.status === 'moving-in' ? [{ move: stage.move, shard: id, phase: 'in' }] : []
}

export function onOrders(core: Core, from: NodeId, orders: Orders): void {
  const { state } = core
  if (!takeOrders(state.map, from, orders)) return
  if (orders.map !== undefined) hostMapped(core)
  // A map for everybody, which comes unasked, tells nothing of moves, splits and merges.
  if (orders.map !== undefined && orders.moves.length + orders.changes.length === 0) return
  state.orders = new Map(orders.moves.map((order) => [order.move, order]))
  state.range_orders = orders.changes
  state.over = new Set(orders.over)
}
