/** Snapshots: taking them, and installing one that arrives. */
import type { NodeId } from '../../../src-shared/ids'
import { LogAppend, LogSnapshot, LogTruncate } from '../../../src-shared/protocols/replicated-log/facts'
import { assert } from '../contract'
import { restartDurable } from '../replicated-log/durability'
import { markOf } from '../replicated-log/entry'
import type { EntryId } from '../replicated-log/log'
import { compactLog, lastIndex, sliceLog, termAt } from '../replicated-log/log'
import { machineFromRows, machineToRows } from '../replicated-log/state-machine'
import { append, emit, note, saveSnapshot, send } from '../kit/core'
import type { Core } from './core'
import { flushEntries } from './core'
import { heardFromLeader } from './follower'
import type { SnapshotPiece } from './messages'
import type { Arriving, NodeRecord, NodeState, SavedSnapshot } from './state'

/** Takes a snapshot when enough entries were applied since the last one. */
export function snapshotIfDue(core: Core): void {
  const { applied, snapshot, settings } = core.state
  if (applied - (snapshot?.index ?? 0) >= settings.snapshot_every_entries) takeSnapshot(core)
}

/** Saves the state machine as applied, and drops the log behind it except for the tail kept for slow followers. */
export function takeSnapshot(core: Core): void {
  const { state } = core
  const { applied: index, log } = state
  if (index === (state.snapshot?.index ?? 0)) return
  flushEntries(core)
  const term = termAt(log, index)
  assert(term !== null, () => `the applied entry ${index} is not in the log`)
  state.snapshot = { index, term, rows: machineToRows(state.machine) }
  compactLog(log, Math.max(log.base.index, index - state.settings.snapshot_keep_entries))
  save(core, state.snapshot)
  note(core, 'snapshot-saved', `${state.id} saved a snapshot up to entry ${index}; its log keeps ${log.entries.length} entries`)
}

/**
 * One piece of the leader's whole log. Pieces may come twice, late or out of order: whichever comes, the answer says what it is to and
 * how much is here, and the leader goes on from there. Nothing gives way to the new log before it is whole.
 */
export function onSnapshotPiece(core: Core, from: NodeId, piece: SnapshotPiece): void {
  const { state } = core
  heardFromLeader(core, from)
  if (!hasAll(state, piece)) {
    if (piece.offset === 0 && !isPartOf(piece, state.arriving)) state.arriving = newArriving(piece)
    const { arriving } = state
    if (arriving === null || !isPartOf(piece, arriving)) return answer(core, from, piece, 0, false)
    takePiece(arriving, piece)
    if (!piece.done || lastOf(arriving).index !== piece.last_index) return answer(core, from, piece, receivedOf(arriving), false)
    install(core, arriving)
  }
  state.verified = Math.max(state.verified, piece.last_index)
  answer(core, from, piece, 0, true)
}

/** Whether this log holds the leader's up to the piece's last entry. Snapshots of this epoch go back to its leader, as what they hold does. */
function hasAll({ snapshot, log }: NodeState, { last_index, last_epoch, epoch }: SnapshotPiece): boolean {
  if (snapshot !== null && snapshot.index > last_index) return snapshot.term === epoch
  return termAt(log, last_index) === last_epoch
}

function newArriving({ index, index_epoch, last_index }: SnapshotPiece): Arriving {
  return { index, term: index_epoch, last_index, rows: [], entries: [] }
}

function isPartOf(piece: SnapshotPiece, arriving: Arriving | null): boolean {
  return arriving?.index === piece.index && arriving.term === piece.index_epoch && arriving.last_index === piece.last_index
}

function takePiece(arriving: Arriving, { offset, rows, entries }: SnapshotPiece): void {
  if (offset !== receivedOf(arriving)) return
  for (const row of rows) arriving.rows.push(row)
  for (const entry of entries) if (entry.index === lastOf(arriving).index + 1) arriving.entries.push(entry)
}

function receivedOf({ rows, entries }: Arriving): number {
  return rows.length + entries.length
}

function lastOf({ index, term, entries }: Arriving): EntryId {
  return entries.at(-1) ?? { index, term }
}

function answer(core: Core, to: NodeId, { index, last_index, offset }: SnapshotPiece, received: number, done: boolean): void {
  const { epoch, generation } = core.state
  send(core, to, { type: 'snapshot-received', epoch, generation, index, last_index, offset, received, done }, 'sync')
}

/** The leader's snapshot and entries take the place of state machine and log, all at once. */
function install(core: Core, { index, term, rows, entries }: Arriving): void {
  const { state } = core
  const { id: node, epoch, log: replaced, disk } = state
  flushEntries(core)
  const snapshot = { index, term, rows }
  const log = { base: { index, term }, entries }
  const discarded = replaced.entries.filter((entry) => entry.index > index && termAt(log, entry.index) !== entry.term).length
  Object.assign(state, { log, arriving: null, snapshot, machine: machineFromRows(rows), commit: index, applied: index })
  state.discarded += discarded
  if (lastIndex(replaced) > index) emit(core, LogTruncate.of(node, { from_index: index + 1 }))
  save(core, snapshot)
  // The next record to be on disk tells that the new log is.
  restartDurable(disk, lastIndex(log))
  append(core, { kind: 'epoch', epoch })
  if (entries.length > 0) emit(core, LogAppend.of(node, { entries: entries.map(markOf) }))
  note(core, 'snapshot-installed', `${node} installed a snapshot up to entry ${index}`)
  if (discarded > 0) note(core, 'log-discarded', `${node} discards ${discarded} entries that the log of ${state.leader} lacks`)
}

function save(core: Core, snapshot: SavedSnapshot): void {
  const { index, term } = snapshot
  saveSnapshot(core, snapshot, retainedRecords(core.state))
  emit(core, LogSnapshot.of(core.state.id, { index, term }))
}

/** What recovery must see after the snapshot. */
function retainedRecords({ log, epoch, complete_generation, settings }: NodeState): NodeRecord[] {
  const records: NodeRecord[] = [
    { kind: 'epoch', epoch },
    { kind: 'complete', generation: complete_generation },
    { kind: 'base', ...log.base }
  ]
  for (let next = log.base.index + 1; next <= lastIndex(log);) {
    const entries = sliceLog(log, next, log.entries.length, settings.max_message_bytes)
    records.push({ kind: 'entries', entries })
    next += entries.length
  }
  return records
}
