/** Applies what a group's log holds of its shards. A step that does not follow on where the shard stands does nothing. */
import type { SwitchesOn } from '../../kit/settings'
import { sessionOf } from '../../replicated-log/sessions'
import type { MoveId, ShardId } from '../placement/state'
import type { CommandOf, ShardCommand } from './commands'
import { digestOf } from './digest'
import { answersForever } from './operations'
import type { Position } from './position'
import { samePosition, START } from './position'
import { keep, merge, split } from './ranges'
import type { MoveStepNews, Outgoing, Shard, ShardMachine } from './state'
import { dropShard, emptyShard, isNew, outgoingOf, putShard, setRow } from './state'

/** `index`: of the entry. */
export function applyCommand(machine: ShardMachine, command: ShardCommand, index: number, switches: SwitchesOn): void {
  switch (command.do) {
    case 'found':
      return found(machine, command)
    case 'begin':
      return begin(machine, command, index)
    case 'freeze':
      return advance(machine, command, 'moving-out', 'read-only')
    case 'hand-over':
      return handOver(machine, command)
    case 'clean-up':
      return cleanUp(machine, command, switches)
    case 'cancel':
      return cancel(machine, command)
    case 'prepare':
      return prepare(machine, command)
    case 'import':
      return importPart(machine, command, index, switches)
    case 'activate':
      return activate(machine, command)
    case 'drop':
      return drop(machine, command)
    case 'split':
      return split(machine, command, switches)
    case 'merge':
      return merge(machine, command)
    case 'keep':
      return keep(machine, command)
  }
}

function found(machine: ShardMachine, { shards }: CommandOf<'found'>): void {
  if (machine.is_founded) return
  machine.is_founded = true
  for (const { id, range } of shards) {
    const shard = emptyShard(id, range, 0, { status: 'serving' })
    putShard(machine, shard)
    tellWhole(machine, 'serving', shard, 0)
  }
}

function begin(machine: ShardMachine, { move, shard: id, to }: CommandOf<'begin'>, index: number): void {
  const shard = machine.shards.get(id)
  if (shard?.stage.status !== 'serving' || !isNew(machine, id, move)) return
  machine.last_moves.set(id, { move, is_cancelled: false, to: null, at: null })
  shard.stage = { status: 'moving-out', move, to, began: index, dirty: new Map() }
  tellStep(machine, move, id, 'copying')
}

/** The source's shard goes from one status to the next. */
function advance(
  machine: ShardMachine,
  { move, shard: id }: { readonly move: MoveId; readonly shard: ShardId },
  from: Outgoing['status'],
  to: 'read-only' | 'handed-over'
): void {
  const shard = machine.shards.get(id)
  const outgoing = shard && outgoingOf(shard)
  if (!shard || outgoing?.move !== move || outgoing.status !== from) return
  shard.stage = { ...outgoing, status: to }
  tellStep(machine, move, id, to)
}

function handOver(machine: ShardMachine, command: CommandOf<'hand-over'>): void {
  const shard = machine.shards.get(command.shard)
  const before = shard?.stage.status
  advance(machine, command, 'read-only', 'handed-over')
  if (shard === undefined || shard.stage.status === before) return
  const { to } = shard.stage as Outgoing
  machine.last_moves.set(shard.id, { move: command.move, is_cancelled: false, to, at: null })
  tellWhole(machine, 'released', shard, command.move)
}

function cleanUp(machine: ShardMachine, { move, shard: id }: CommandOf<'clean-up'>, switches: SwitchesOn): void {
  const shard = machine.shards.get(id)
  const outgoing = shard && outgoingOf(shard)
  if (outgoing?.status !== 'handed-over' || outgoing.move !== move) return
  // A group that goes on answering keeps what it answers from.
  if (!answersForever(switches)) dropShard(machine, id)
  tellStep(machine, move, id, 'cleaned-up')
}

function cancel(machine: ShardMachine, { move, shard: id }: CommandOf<'cancel'>): void {
  const shard = machine.shards.get(id)
  const outgoing = shard && outgoingOf(shard)
  const isUnderWay = outgoing?.move === move && outgoing.status !== 'handed-over'
  if (!isUnderWay && !isNew(machine, id, move)) return
  machine.last_moves.set(id, { move, is_cancelled: true, to: null, at: null })
  if (isUnderWay) shard!.stage = { status: 'serving' }
  tellStep(machine, move, id, 'cancelled')
}

function prepare(machine: ShardMachine, { move, shard: id, range, from }: CommandOf<'prepare'>): void {
  if (!isNew(machine, id, move)) return
  const status = machine.shards.get(id)?.stage.status
  // Once it comes back, whoever had it last does serve it: what was handed over may go.
  if (status !== undefined && status !== 'handed-over' && status !== 'moving-in') return
  machine.last_moves.set(id, { move, is_cancelled: false, to: null, at: null })
  putShard(machine, emptyShard(id, range, move, { status: 'moving-in', move, from, position: START }))
}

function importPart(
  machine: ShardMachine,
  { move, shard: id, at, next, rows }: CommandOf<'import'>,
  index: number,
  switches: SwitchesOn
): void {
  const shard = machine.shards.get(id)
  if (shard?.stage.status !== 'moving-in' || shard.stage.move !== move) return
  const follows = samePosition(shard.stage.position, at)
  if (!follows && !takesAnyPart(switches)) return
  for (const row of rows) {
    if (row[0] === 'key') setRow(shard, row[1], row[2])
    else if (!switches['forget-sessions-on-move']) shard.sessions.set(row[1], sessionOf(index, row[2]))
  }
  if (follows) moveOn(machine, shard, shard.stage.position, next)
}

/** The deliberate bug of a target that does not look at positions. */
export function takesAnyPart(switches: SwitchesOn): boolean {
  return switches['chunk-applied-twice'] === true
}

function moveOn(machine: ShardMachine, shard: Shard, before: Position, position: Position): void {
  if (shard.stage.status !== 'moving-in') return
  shard.stage = { ...shard.stage, position }
  if (before.stage === 'copy' && position.stage === 'catch-up') tellStep(machine, shard.stage.move, shard.id, 'catching-up')
}

function activate(machine: ShardMachine, { move, shard: id }: CommandOf<'activate'>): void {
  const shard = machine.shards.get(id)
  if (shard?.stage.status !== 'moving-in' || shard.stage.move !== move || shard.stage.position.stage !== 'ready') return
  shard.stage = { status: 'serving' }
  tellStep(machine, move, id, 'active')
  tellWhole(machine, 'serving', shard, move)
}

function drop(machine: ShardMachine, { move, shard: id }: CommandOf<'drop'>): void {
  const stage = machine.shards.get(id)?.stage
  if (stage?.status === 'moving-in' && stage.move === move) dropShard(machine, id)
  else if (!isNew(machine, id, move)) return
  machine.last_moves.set(id, { move, is_cancelled: false, to: null, at: null })
}

function tellStep({ told }: ShardMachine, move: MoveId, shard: ShardId, step: MoveStepNews): void {
  told.push({ kind: 'step', move, shard, step })
}

function tellWhole({ told }: ShardMachine, kind: 'serving' | 'released', shard: Shard, epoch: MoveId): void {
  told.push({ kind, shard: shard.id, epoch, range: shard.range, keys: shard.data.size, digest: digestOf(shard) })
}
