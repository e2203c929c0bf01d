/** Snapshots: taking them, and installing one that arrives (Raft §7, figure 13). */
import type { NodeId } from '../../../src-shared/ids'
import { LogSnapshot, LogTruncate } from '../../../src-shared/protocols/replicated-log/facts'
import { assert } from '../contract'
import { emit, note, saveSnapshot, send } from '../kit/core'
import { takePiece } from '../kit/pieces'
import { dropConfigurations, onInstalled } from './configuration'
import type { Core } from './core'
import { flushEntries, hardState, persistHardState } from './core'
import { restartDurable } from '../replicated-log/durability'
import { heardFromLeader } from './follower'
import { compactLog, entryAt, lastIndex, sliceLog, termAt } from '../replicated-log/log'
import type { InstallSnapshot } from './messages'
import type { SavedSnapshot } from './saved-snapshot'
import type { RaftRecord, RaftState } from './state'
import type { AppliedEntry } from '../replicated-log/machine'

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
  state.snapshot = {
    index,
    term,
    membership: state.switches['snapshot-forgets-configuration'] ? state.initial : state.configurations[0]!.membership,
    rows: core.machine.toRows(machineToSave(core, index))
  }
  compactLog(log, Math.max(log.base.index, index - state.settings.snapshot_keep_entries))
  save(core)
  note(core, 'snapshot-saved', `${state.id} saved a snapshot up to entry ${index}; its log keeps ${log.entries.length} entries`)
}

/** The state machine after the entry `index`, which is the last one applied. */
function machineToSave({ machine: definition, state }: Core, index: number): unknown {
  if (!state.switches['snapshot-off-by-one']) return state.machine
  // The machine cannot go back, so what it was an entry earlier is made anew.
  const machine = state.snapshot === null ? definition.empty() : definition.fromRows(state.snapshot.rows)
  for (let at = (state.snapshot?.index ?? 0) + 1; at < index; at++) {
    const entry = entryAt(state.log, at)
    if (entry.operation !== null) definition.apply(machine, entry as AppliedEntry, state.switches)
  }
  return machine
}

function save(core: Core): void {
  const { id, snapshot } = core.state
  assert(snapshot !== null, 'a snapshot to save')
  saveSnapshot(core, snapshot, retainedRecords(core.state))
  const { index, term } = snapshot
  emit(core, LogSnapshot.of(id, { index, term }))
}

/** What recovery must see after the snapshot. */
function retainedRecords(state: RaftState): RaftRecord[] {
  const { log, settings } = state
  const records: RaftRecord[] = [hardState(state), { kind: 'base', ...log.base }]
  let next = log.base.index + 1
  while (next <= lastIndex(log)) {
    const entries = sliceLog(log, next, log.entries.length, settings.max_append_bytes)
    records.push({ kind: 'entries', entries })
    next += entries.length
  }
  return records
}

/**
 * One piece of the leader's snapshot. Pieces may come twice, late or out of order: whichever comes, the answer says what it is to and
 * how many rows are here, and the leader goes on from there. Nothing gives way to the snapshot before it is whole.
 */
export function onInstallSnapshot(core: Core, from: NodeId, message: InstallSnapshot): void {
  const { state } = core
  heardFromLeader(core, from)
  const { index, index_term, offset, rows, done } = message
  if (index <= state.commit) return answer(core, from, message, 0, true)
  // A leader's snapshots only grow: a piece of an older one is late, and must not cost the rows of the newer one.
  if (state.arriving !== null && index < state.arriving.index) return
  if (state.arriving?.index !== index) state.arriving = { index, rows: [] }
  const { arriving } = state
  const is_whole = takePiece(arriving.rows, offset, rows) && done
  if (!is_whole) return answer(core, from, message, arriving.rows.length, false)
  install(core, { index, term: index_term, membership: message.membership, rows: arriving.rows })
  answer(core, from, message, 0, true)
}

function answer(core: Core, to: NodeId, { index, offset }: InstallSnapshot, received: number, done: boolean): void {
  const { term, generation } = core.state
  send(core, to, { type: 'install-snapshot-reply', term, index, offset, received, done, generation }, 'sync')
}

/** The snapshot replaces state machine and log; entries behind it stay if they continue it (figure 13, step 6). */
function install(core: Core, snapshot: SavedSnapshot): void {
  const { state } = core
  const { index, term } = snapshot
  assert(index > state.commit, () => `snapshot up to ${index} would undo commits up to ${state.commit}`)
  flushEntries(core)
  state.arriving = null
  const disagrees = termAt(state.log, index) !== term
  const reached = lastIndex(state.log)
  // Nothing of a log that disagrees can be trusted to continue the snapshot (figure 13, step 7).
  if (disagrees) state.log = { base: { index, term }, entries: [] }
  else compactLog(state.log, index)
  state.snapshot = snapshot
  state.machine = core.machine.fromRows(snapshot.rows)
  state.commit = index
  state.applied = index
  save(core)
  // The next record to be on disk tells that the snapshot, and what is kept behind it, is.
  restartDurable(state.disk, lastIndex(state.log))
  persistHardState(core)
  if (disagrees && reached > index) emit(core, LogTruncate.of(state.id, { from_index: index + 1 }))
  if (disagrees) dropConfigurations(state, index + 1)
  onInstalled(core, snapshot)
  note(core, 'snapshot-installed', `${state.id} installed a snapshot up to entry ${index}`)
}
