/** Checkpoints (§5.1): the state as it was carried out, so that the log stays bounded; in memory, as everything is. */
import { Commit, LogSnapshot, LogTruncate } from '../../../src-shared/protocols/replicated-log/facts'
import { emit, note } from '../kit/core'
import { compactLog, entryAt, lastIndex, termAt } from '../replicated-log/log'
import { kvMachine } from '../replicated-log/state-machine'
import type { Core } from './core'
import type { Checkpoint } from './state'

/** Takes a checkpoint when enough requests were carried out since the last one. */
export function checkpointIfDue(core: Core): void {
  const { applied, checkpoint, settings } = core.state
  if (applied - (checkpoint?.index ?? 0) >= settings.snapshot_every_entries) takeCheckpoint(core)
}

/** Keeps the state as carried out, and drops the log behind it except for what is kept for slow backups. */
export function takeCheckpoint(core: Core): void {
  const { state } = core
  const { applied: index, log, settings } = state
  if (index === (state.checkpoint?.index ?? 0)) return
  const { term } = entryAt(log, index)
  state.checkpoint = { index, term, rows: kvMachine.toRows(state.machine) }
  compactLog(log, Math.max(log.base.index, index - settings.snapshot_keep_entries))
  emit(core, LogSnapshot.of(state.id, { index, term }))
  note(core, 'snapshot-saved', `${state.id} took a checkpoint up to request ${index}; its log keeps ${log.entries.length}`)
}

/** What follows the checkpoint in the node's own log stays only if it leads up to it. */
export function installCheckpoint(core: Core, checkpoint: Checkpoint): void {
  const { state } = core
  const { index, term, rows } = checkpoint
  const reached = lastIndex(state.log)
  const agrees = termAt(state.log, index) === term
  if (agrees) compactLog(state.log, index)
  else state.log = { base: { index, term }, entries: [] }
  Object.assign(state, { checkpoint, machine: kvMachine.fromRows(rows), commit: index, applied: index })
  emit(core, LogSnapshot.of(state.id, { index, term }))
  if (!agrees && reached > index) emit(core, LogTruncate.of(state.id, { from_index: index + 1 }))
  emit(core, Commit.of(state.id, { index, term }))
  note(core, 'snapshot-installed', `${state.id} installed a checkpoint up to request ${index}`)
}
