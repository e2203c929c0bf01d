/** A group's state as rows, so that snapshots can travel in pieces. */
import type { Run } from '../../replicated-log/sessions'
import { runsOf, sessionOf } from '../../replicated-log/sessions'
import type { MoveId, ShardId, ShardRange } from '../placement/state'
import type { LastMove, Outgoing, Shard, ShardMachine, Stage } from './state'
import { emptyShard, emptyShards, outgoingOf, putShard, setRow } from './state'

type ShardHead = {
  readonly id: ShardId
  readonly range: ShardRange
  readonly epoch: MoveId
  readonly stage: Exclude<Stage, Outgoing> | Omit<Outgoing, 'dirty'>
}

/** Rows of a shard follow on its head. */
export type ShardRow =
  | readonly ['group', boolean]
  | readonly ['last-move', ShardId, LastMove & { readonly [field: string]: string | number | boolean | null }]
  | readonly ['shard', ShardHead]
  | readonly ['key', ShardId, string, string]
  /** A key written since the shard's move began, and the index of its last write. */
  | readonly ['dirty', ShardId, string, number]
  | readonly ['session', ShardId, string, number, readonly Readonly<Run>[]]

export function shardsToRows(machine: ShardMachine): ShardRow[] {
  const last_moves = [...machine.last_moves].map(([id, last]): ShardRow => ['last-move', id, { ...last }])
  return [['group', machine.is_founded], ...last_moves, ...[...machine.shards.values()].flatMap(rowsOf)]
}

function rowsOf(shard: Shard): ShardRow[] {
  const { id, range, epoch, stage } = shard
  const rows: ShardRow[] = []
  const outgoing = outgoingOf(shard)
  if (outgoing === null) rows.push(['shard', { id, range, epoch, stage: stage as Exclude<Stage, Outgoing> }])
  else {
    const { dirty, ...head } = outgoing
    rows.push(['shard', { id, range, epoch, stage: head }])
    for (const [key, index] of dirty) rows.push(['dirty', id, key, index])
  }
  for (const [key, value] of shard.data) rows.push(['key', id, key, value])
  for (const [name, session] of shard.sessions) rows.push(['session', id, name, session.used_at, runsOf(session)])
  return rows
}

export function shardsFromRows(rows: readonly ShardRow[]): ShardMachine {
  const machine = emptyShards()
  for (const row of rows) takeRow(machine, row)
  return machine
}

function takeRow(machine: ShardMachine, row: ShardRow): void {
  switch (row[0]) {
    case 'group':
      machine.is_founded = row[1]
      return
    case 'last-move':
      machine.last_moves.set(row[1], row[2])
      return
    case 'shard': {
      const { id, range, epoch, stage } = row[1]
      putShard(machine, emptyShard(id, range, epoch, 'began' in stage ? { ...stage, dirty: new Map() } : stage))
      return
    }
    case 'key':
      return setRow(machine.shards.get(row[1])!, row[2], row[3])
    case 'dirty':
      outgoingOf(machine.shards.get(row[1])!)!.dirty.set(row[2], row[3])
      return
    case 'session':
      machine.shards.get(row[1])!.sessions.set(row[2], sessionOf(row[3], row[4]))
  }
}

/** Rough size of a row in bytes, for cutting snapshots into pieces. */
export function shardRowBytes(row: ShardRow): number {
  switch (row[0]) {
    case 'key':
      return 24 + row[2].length + row[3].length
    case 'dirty':
      return 32 + row[2].length
    case 'session':
      return 40 + row[2].length + 16 * row[4].length
    default:
      return 128
  }
}
