/** The placement service's state machine. Deterministic: the same commands in the same order give the same state. */
import type { PlacementCommand, PlannedMove } from './commands'
import { changeMembers, forgetGroupIfEmpty, replaceMember } from './groups'
import { initialPlacement } from './initial'
import { beginMerge, beginSplit, endMerge, endSplit } from './ranges'
import type { Move, MoveId, PlacementState, ShardId } from './state'
import { isUnderWay } from './under-way'

export function applyPlacement(state: PlacementState, command: PlacementCommand): void {
  switch (command.do) {
    case 'found':
      if (state.epoch === 0) Object.assign(state, initialPlacement(command.settings, command.nodes))
      return
    case 'members':
      if (state.epoch > 0 && changeMembers(state, command.members, state.epoch + 1)) state.epoch++
      return
    case 'replace':
      if (replaceMember(state, command, state.epoch + 1)) state.epoch++
      return
    case 'plan':
      for (const move of command.moves) beginMove(state, move)
      return
    case 'plan-ranges':
      for (const split of command.splits) beginSplit(state, split)
      for (const merge of command.merges) beginMerge(state, merge)
      return
    case 'split-done':
      return endSplit(state, command.change, command.at)
    case 'merge-done':
      return endMerge(state, command.change)
    case 'kept':
      state.range_changes.delete(command.change)
      return
    case 'moved':
      return endMoved(state, command.move)
    case 'cancel':
      return cancel(state, command.move)
    case 'cancelled':
      return endCancelled(state, command.move)
    case 'pause':
      return setPaused(state, command.move, true)
    case 'resume':
      return setPaused(state, command.move, false)
    case 'set-rate':
      state.rate_kib = command.kib
      return
    case 'unpin':
      return setPinned(state, command.shard, false)
  }
}

/** Unless the shard is elsewhere or under way by now, or the target is leaving. */
function beginMove(state: PlacementState, planned: PlannedMove): void {
  const { shard, from, to } = planned
  const target = state.groups.get(to)
  const fits = from !== to && state.shards.get(shard)?.group === from && target?.leaving === false
  if (!fits || isUnderWay(state, shard)) return
  const id = ++state.last_move
  state.moves.set(id, { ...planned, id, paused: false, cancelled: false })
}

function endMoved(state: PlacementState, id: MoveId): void {
  const move = state.moves.get(id)
  if (move === undefined) return
  state.moves.delete(id)
  state.epoch++
  const shard = state.shards.get(move.shard)!
  state.shards.set(shard.id, { ...shard, group: move.to, epoch: id, since: state.epoch, pinned: move.pins })
  forgetGroupIfEmpty(state, move.from)
}

function cancel(state: PlacementState, id: MoveId): void {
  const move = state.moves.get(id)
  if (move === undefined) return
  state.moves.set(id, { ...move, cancelled: true })
  setPinned(state, move.shard, true)
}

function endCancelled(state: PlacementState, id: MoveId): void {
  const move = state.moves.get(id)
  if (move === undefined) return
  state.moves.delete(id)
  // What was to be merged stays apart.
  for (const change of state.range_changes.values())
    if (change.do === 'merge' && (change.shard === move.shard || change.with === move.shard))
      state.range_changes.delete(change.id)
  if (forgetGroupIfEmpty(state, move.to)) state.epoch++
}

function setPaused(state: PlacementState, id: MoveId | null, paused: boolean): void {
  if (id === null) state.paused = paused
  for (const move of state.moves.values())
    if (move.id === id || (id === null && !paused)) state.moves.set(move.id, { ...move, paused })
}

function setPinned({ shards }: PlacementState, id: ShardId, pinned: boolean): void {
  const shard = shards.get(id)
  if (shard !== undefined) shards.set(id, { ...shard, pinned })
}

/** Whether it waits for an operator. */
export function isPaused(state: Pick<PlacementState, 'paused'>, move: Move): boolean {
  return state.paused || move.paused
}
