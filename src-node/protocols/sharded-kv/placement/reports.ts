/** The placement leader's end of reports: what they make it commit, and what it answers. */
import type { NodeId } from '../../../../src-shared/ids'
import type { PlacementCommand } from './commands'
import type { Loads } from './loads'
import { takeLoad } from './loads'
import { isPaused } from './machine'
import type { GroupReport, MoveOrder, Orders, RangeReport, Report, ShardMap } from './messages'
import type { Move, MoveId, PlacementState } from './state'
import { isReady } from './under-way'

/** Takes note of the loads. Returns what the report says has come to pass: to be committed, however often it is reported. */
export function takeReport(
  state: PlacementState,
  loads: Loads,
  from: NodeId,
  report: Report,
  now_us: number
): PlacementCommand[] {
  const known = report.groups.filter(({ group }) => state.groups.has(group))
  for (const group of known) takeLoad(loads, from, group, now_us)
  return known.flatMap((group) => [...endedMoves(state, group), ...endedChanges(state, group)])
}

/** What the node is told: about moves of the groups that it leads, and the map if it has an older one. */
export function ordersFor(state: PlacementState, loads: Loads, report: Report): Orders {
  const { epoch } = state
  const led = new Set(report.groups.map(({ group }) => group))
  const concerned = [...state.moves.values()].filter(({ from, to }) => led.has(from) || led.has(to))
  const moves = concerned.map((move) => orderOf(state, loads, move))
  const changes = [...state.range_changes.values()].filter((change) => led.has(change.group) && isReady(state, change))
  const over = report.groups.flatMap((group) => overMoves(state, group))
  return { type: 'orders', epoch, ...(report.epoch < epoch && { map: mapOf(state) }), moves, changes, over: [...new Set(over)] }
}

export function mapOf({ epoch, strategy, virtual_nodes, groups, shards }: PlacementState): ShardMap {
  return { epoch, strategy, virtual_nodes, groups: [...groups.values()], shards: [...shards.values()] }
}

/** The target serves what a move brought it, or the source has given the move up. */
function endedMoves(state: PlacementState, { group, shards, moves }: GroupReport): PlacementCommand[] {
  const arrived = shards.flatMap(({ epoch, status }): PlacementCommand[] =>
    status !== 'moving-in' && state.moves.get(epoch)?.to === group ? [{ do: 'moved', move: epoch }] : []
  )
  const given_up = moves.flatMap(({ move, phase }): PlacementCommand[] =>
    phase === 'cancelled' && state.moves.get(move)?.from === group ? [{ do: 'cancelled', move }] : []
  )
  return [...arrived, ...given_up]
}

/** The group has split or merged what it was to, or will not. */
function endedChanges({ range_changes }: PlacementState, { group, changes }: GroupReport): PlacementCommand[] {
  return changes.filter(({ change }) => range_changes.get(change)?.group === group).map(endOf)
}

function endOf({ change, outcome, at }: RangeReport): PlacementCommand {
  if (outcome === 'kept') return { do: 'kept', change }
  return at === null ? { do: 'merge-done', change } : { do: 'split-done', change, at }
}

function overMoves({ moves, last_move }: PlacementState, report: GroupReport): MoveId[] {
  const reported = report.moves.filter(({ phase }) => phase !== 'out').map(({ move }) => move)
  return reported.filter((move) => move <= last_move && !moves.has(move))
}

function orderOf(state: PlacementState, loads: Loads, move: Move): MoveOrder {
  const { id, shard, from, to, cancelled } = move
  return {
    move: id,
    shard,
    range: state.shards.get(shard)!.range,
    from,
    to,
    to_leader: loads.get(to)?.leader ?? null,
    do: cancelled ? 'give-up' : isPaused(state, move) ? 'wait' : 'go',
    rate_kib: state.rate_kib
  }
}
