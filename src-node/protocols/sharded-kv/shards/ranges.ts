/** Applies splits and merges: each is one entry of the group's log, so that no copy ever has half of it. */
import type { SwitchesOn } from '../../kit/settings'
import { uniteSessions } from '../../replicated-log/sessions'
import type { RangeReport } from '../placement/messages'
import type { MoveId, RangeChange, ShardId } from '../placement/state'
import { boundaryOf } from './boundary'
import type { CommandOf, ShardCommand } from './commands'
import { digestOf } from './digest'
import type { RangeNews, Shard, ShardMachine, Stock } from './state'
import { dropShard, emptyShard, isNew, putShard, setRow } from './state'

type KeyRange = { readonly by: 'key'; readonly from: string; readonly to: string | null }

/** What the group's leader commits of what it is ordered to make; null: nothing, it is made already or its shards are not there. */
export function rangeCommand(machine: ShardMachine, change: RangeChange): ShardCommand | null {
  const { id: move, shard: id, reason } = change
  const shard = servingRange(machine, id)
  if (shard === null || !isNew(machine, id, move)) return null
  const of_change = { move, shard: id }
  if (change.do === 'merge')
    return servingRange(machine, change.with) === null ? null : { do: 'merge', ...of_change, with: change.with, reason }
  const boundary = change.at === null ? boundaryOf(shard, change.by) : { at: change.at }
  if ('none' in boundary) return { do: 'keep', ...of_change, reason: `${reason}, but ${boundary.none}` }
  return { do: 'split', ...of_change, at: boundary.at, into: change.into, reason }
}

/** What has come of an order; null: nothing yet. */
export function outcomeOf({ last_moves }: ShardMachine, { do: kind, id, shard }: RangeChange): RangeReport | null {
  const last = last_moves.get(shard)
  if (last?.move !== id) return null
  return { change: id, outcome: kind === 'split' && last.at === null ? 'kept' : 'done', at: last.at }
}

/** Rows from the boundary on go to the new shard. Both keep the sessions, so that a write that is tried again is applied once. */
export function split(machine: ShardMachine, command: CommandOf<'split'>, switches: SwitchesOn): void {
  const { move, shard: id, at, into } = command
  const shard = servingRange(machine, id)
  if (shard === null || !isNew(machine, id, move)) return
  const { from, to } = shard.range
  if (at <= from || (to !== null && at >= to)) return
  const left = emptyShard(id, { by: 'key', from, to: at }, move, { status: 'serving' })
  const right = emptyShard(into, { by: 'key', from: at, to }, move, { status: 'serving' })
  for (const [key, value] of shard.data) {
    if (key < at) setRow(left, key, value)
    else if (key > at || !switches['split-loses-boundary-key']) setRow(right, key, value)
  }
  uniteSessions(left.sessions, shard.sessions)
  uniteSessions(right.sessions, shard.sessions)
  left.operations = shard.operations
  for (const part of [left, right]) putShard(machine, part)
  note(machine, id, move, at)
  note(machine, into, move, null)
  tellRange(machine, 'split', { ...command, other: into }, { whole: shard, left, right })
}

/** The right shard ends, and the left one has what both had. */
export function merge(machine: ShardMachine, command: CommandOf<'merge'>): void {
  const { move, shard: id, with: other } = command
  const [left, right] = [servingRange(machine, id), servingRange(machine, other)]
  if (left === null || right === null || left.range.to !== right.range.from) return
  if (!isNew(machine, id, move) || !isNew(machine, other, move)) return
  const whole = emptyShard(id, { by: 'key', from: left.range.from, to: right.range.to }, move, { status: 'serving' })
  for (const { data, sessions, operations } of [left, right]) {
    for (const [key, value] of data) setRow(whole, key, value)
    uniteSessions(whole.sessions, sessions)
    whole.operations += operations
  }
  dropShard(machine, other)
  note(machine, other, move, null)
  putShard(machine, whole)
  note(machine, id, move, null)
  tellRange(machine, 'merged', { ...command, other, at: right.range.from }, { whole, left, right })
}

/** The shard stays as it is. */
export function keep(machine: ShardMachine, { move, shard, reason }: CommandOf<'keep'>): void {
  if (!isNew(machine, shard, move)) return
  note(machine, shard, move, null)
  machine.told.push({ kind: 'kept', shard, epoch: move, reason })
}

/** Null: the group does not have it, or it is on its way. */
function servingRange({ shards }: ShardMachine, id: ShardId): (Shard & { readonly range: KeyRange }) | null {
  const shard = shards.get(id)
  return shard?.stage.status === 'serving' && shard.range.by === 'key' ? (shard as Shard & { readonly range: KeyRange }) : null
}

function note({ last_moves }: ShardMachine, shard: ShardId, move: MoveId, at: string | null): void {
  last_moves.set(shard, { move, is_cancelled: false, to: null, at })
}

function tellRange(
  { told }: ShardMachine,
  kind: RangeNews['kind'],
  { move, shard, other, at, reason }: Pick<CommandOf<'split'>, 'move' | 'shard' | 'at' | 'reason'> & { readonly other: ShardId },
  { whole, left, right }: { readonly whole: Shard; readonly left: Shard; readonly right: Shard }
): void {
  const { from, to } = whole.range as KeyRange
  const parts = { left: stockOf(left), right: stockOf(right) }
  told.push({ kind, epoch: move, shard, other, from, at, to, ...stockOf(whole), ...parts, reason })
}

function stockOf(shard: Shard): Stock {
  return { keys: shard.data.size, digest: digestOf(shard) }
}
