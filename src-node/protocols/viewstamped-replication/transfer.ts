/**
 * State transfer (§5.2): a node that lacks requests asks for them. What is committed is the same in every view, so that anybody may tell it;
 * what follows belongs to a view, and the log of a view is taken over as a whole: until then the node does not count itself to it.
 */
import type { NodeId } from '../../../src-shared/ids'
import { LogRecovered } from '../../../src-shared/protocols/viewstamped-replication/facts'
import { emit, note } from '../kit/core'
import { pieceAt, takePiece } from '../kit/pieces'
import type { Entry } from '../replicated-log/entry'
import { lastIndex, sliceLog, termAt } from '../replicated-log/log'
import type { SnapshotRow } from '../replicated-log/state-machine'
import { rowBytes } from '../replicated-log/state-machine'
import type { CheckpointPiece, GetState, NewState } from './messages'
import type { ViewstampedState } from './state'
import type { Core } from './core'
import { tell } from './core'
import { ask } from './fetch'
import { installCheckpoint } from './checkpoint'
import { adoptTail, appendEntries, dropFrom, noteCommit } from './own-log'
import { joined } from './roles'
import { startViewIfDue } from './view-change'

export function onGetState(core: Core, from: NodeId, message: GetState): void {
  const { state } = core
  if (state.status === 'recovering') return
  if (message.op < state.log.base.index) return sendPiece(core, from, message)
  state.outgoing.delete(from)
  tell(core, from, newState(state, message))
}

/** As much of what is committed as fits; if that is all, also what follows in the view. */
function newState({ status, view, log, commit, settings }: ViewstampedState, { view: asked, op }: GetState): NewState {
  const is_of_view = status === 'normal' && view === asked
  const last = is_of_view ? lastIndex(log) : commit
  const committed = sliceLog(log, op + 1, Math.max(0, commit - op), settings.max_message_bytes)
  const reached = op + committed.length
  const rest = reached < commit ? [] : sliceLog(log, reached + 1, Math.max(0, last - reached), Infinity)
  return { type: 'new-state', view: is_of_view ? view : 0, entries: [...committed, ...rest], commit, last }
}

/** Whoever has begun to receive a checkpoint is sent the rest of that, though there is a newer one. */
function sendPiece(core: Core, to: NodeId, { checkpoint: wanted, offset: received }: GetState): void {
  const { state } = core
  const begun = state.outgoing.get(to)
  const checkpoint = begun?.index === wanted ? begun : state.checkpoint
  if (checkpoint === null) return
  state.outgoing.set(to, checkpoint)
  const { index, term, rows } = checkpoint
  const offset = index === wanted && received <= rows.length ? received : 0
  const piece = pieceAt(rows, offset, state.settings.snapshot_chunk_bytes, rowBytes)
  if (offset === 0) note(core, 'snapshot-sent', `${state.id} sends ${to} a checkpoint up to request ${index}`)
  tell(core, to, { type: 'checkpoint', index, term, offset, rows: piece, done: offset + piece.length === rows.length })
}

export function onCheckpointPiece(core: Core, from: NodeId, { index, term, offset, rows, done }: CheckpointPiece): void {
  const { state } = core
  const { fetching } = state
  if (fetching === null || state.leading !== null || index <= state.commit) return
  // A piece of an older one is late, and must not cost the rows of the newer one.
  if (fetching.arriving !== null && index < fetching.arriving.index) return
  if (fetching.arriving?.index !== index) fetching.arriving = { index, rows: [] }
  const { arriving } = fetching
  if (!takePiece(arriving.rows, offset, rows)) return
  if (done) {
    fetching.arriving = null
    installCheckpoint(core, { index, term, rows: arriving.rows as SnapshotRow[] })
  }
  continueFrom(core, from)
}

export function onNewState(core: Core, from: NodeId, message: NewState): void {
  const { state } = core
  if (state.fetching === null || state.leading !== null) return
  const before = state.commit
  takeCommitted(core, message)
  const is_of_view = message.view === state.view
  if (is_of_view && state.status === 'normal') takeRest(core, message)
  else if (is_of_view && state.commit >= message.commit && state.change === null) return takeView(core, message)
  const wants_more = state.status === 'normal' ? lastIndex(state.log) < message.last : state.commit < message.commit
  if (wants_more && state.commit > before) return continueFrom(core, from)
  if (!wants_more) state.fetching = null
  if (state.change !== null) startViewIfDue(core, state.change)
}

function continueFrom(core: Core, from: NodeId): void {
  const { recovery } = core.state
  if (recovery !== null) recovery.progress = true
  ask(core, from)
}

/** What differs from it in the node's own log was never committed, and never will be. */
function takeCommitted(core: Core, { entries, commit }: NewState): void {
  const { state } = core
  const fresh = entries.filter(({ index }) => index > state.commit && index <= commit)
  if (fresh[0]?.index !== state.commit + 1) return
  const differs = fresh.findIndex(({ index, term }) => termAt(state.log, index) !== term)
  if (differs >= 0) {
    dropFrom(core, fresh[differs]!.index)
    appendEntries(core, fresh.slice(differs))
  }
  noteCommit(core, fresh.at(-1)!.index)
}

/** The node's own log is a beginning of the view's. */
function takeRest(core: Core, { entries, commit }: NewState): void {
  const { state } = core
  const fresh: Entry[] = entries.filter(({ index }) => index > lastIndex(state.log))
  if (fresh[0]?.index === lastIndex(state.log) + 1) appendEntries(core, fresh)
  noteCommit(core, commit)
  core.acknowledge ??= { op: 0 }
}

/** The whole log of the view is here. */
function takeView(core: Core, { entries, last }: NewState): void {
  const { state } = core
  const { recovery } = state
  adoptTail(core, entries)
  state.fetching = null
  state.recovery = null
  if (recovery !== null) {
    const answers = [...recovery.answers].map(([node, { view, op }]) => ({ node, view, is_primary: op !== null }))
    emit(core, LogRecovered.of(state.id, { view: state.view, op: last, answers }))
  }
  joined(core)
  core.acknowledge = { op: last }
}
