/** Snapshots: taking them, and installing one that arrives. */
import type { NodeId } from '../../../src-shared/ids'
import { assert } from '../contract'
import { restartDurable } from '../replicated-log/durability'
import { compactLog, lastIndex, sliceLog, termAt } from '../replicated-log/log'
import { machineFromRows, machineToRows } from '../replicated-log/state-machine'
import type { Core } from './core'
import { emit, flushEntries, note, send } from './core'
import { heardFromLeader } from './follower'
import type { SnapshotPiece } from './messages'
import type { NodeRecord, NodeState, SavedSnapshot } from './state'

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

/** One piece of the leader's snapshot. */
export function onSnapshotPiece(core: Core, from: NodeId, piece: SnapshotPiece): void {
  const { state } = core
  heardFromLeader(core, from)
  const { index, index_epoch: term, offset, rows, done } = piece
  if (state.verified >= index) return answer(core, from, index, 0, true)
  if (state.arriving?.index !== index || state.arriving.term !== term) state.arriving = { index, term, rows: [] }
  const { arriving } = state
  if (offset === arriving.rows.length) {
    for (const row of rows) arriving.rows.push(row)
    if (done) {
      install(core, { index, term, rows: arriving.rows })
      return answer(core, from, index, 0, true)
    }
  }
  answer(core, from, index, arriving.rows.length, false)
}

function answer(core: Core, to: NodeId, index: number, received: number, done: boolean): void {
  send(core, to, { type: 'snapshot-received', epoch: core.state.epoch, index, received, done }, 'sync')
}

/** The snapshot takes the place of state machine and log. */
function install(core: Core, snapshot: SavedSnapshot): void {
  const { state } = core
  const { index, term } = snapshot
  flushEntries(core)
  const reached = lastIndex(state.log)
  if (reached > index) state.discarded += reached - index
  state.log = { base: { index, term }, entries: [] }
  Object.assign(state, { arriving: null, snapshot, machine: machineFromRows(snapshot.rows) })
  Object.assign(state, { commit: index, applied: index, verified: index })
  restartDurable(state.disk, index)
  if (reached > index) emit(core, { kind: 'log-truncate', node: state.id, from_index: index + 1 })
  save(core, snapshot)
  note(core, 'snapshot-installed', `${state.id} installed a snapshot up to entry ${index}`)
}

function save(core: Core, snapshot: SavedSnapshot): void {
  const { index, term } = snapshot
  core.effects.push({ kind: 'save-snapshot', snapshot, records: retainedRecords(core.state) })
  emit(core, { kind: 'log-snapshot', node: core.state.id, index, term })
}

/** What recovery must see after the snapshot. */
function retainedRecords({ log, epoch, settings }: NodeState): NodeRecord[] {
  const records: NodeRecord[] = [
    { kind: 'epoch', epoch },
    { kind: 'base', ...log.base }
  ]
  for (let next = log.base.index + 1; next <= lastIndex(log);) {
    const entries = sliceLog(log, next, log.entries.length, settings.max_message_bytes)
    records.push({ kind: 'entries', entries })
    next += entries.length
  }
  return records
}
