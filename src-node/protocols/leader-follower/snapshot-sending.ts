/** The leader's side of a transfer: pieces of bounded size, one unanswered at a time, so that heartbeats pass between them. */
import type { NodeId } from '../../../src-shared/ids'
import type { Entry } from '../replicated-log/entry'
import { entryBytes } from '../replicated-log/entry'
import type { EntryId } from '../replicated-log/log'
import { sliceLog } from '../replicated-log/log'
import { rowBytes } from '../replicated-log/state-machine'
import { note, send } from '../kit/core'
import { confirmPiece, pieceAt, startPiece } from '../kit/pieces'
import type { Core } from './core'
import type { SnapshotReceived } from './messages'
import type { Progress, SavedSnapshot, Transfer } from './state'

const EMPTY: SavedSnapshot = { index: 0, term: 0, rows: [] }

/** The follower cannot go on from its own log: it gets the newest snapshot and all entries after it. */
export function beginTransfer(core: Core, progress: Progress, because: string): void {
  const { log, disk } = core.state
  const snapshot = core.state.snapshot ?? EMPTY
  const tail = sliceLog(log, snapshot.index + 1, disk.durable - snapshot.index, Infinity)
  progress.transfer = { snapshot, tail, offset: 0, waited: null }
  note(core, 'snapshot-sent', `${because}: sending a snapshot up to entry ${snapshot.index}, and ${tail.length} entries after it`)
}

/** Sends the piece that is due, if one is. */
export function sendPiece(core: Core, peer: NodeId, transfer: Transfer): void {
  if (!startPiece(transfer)) return
  const { epoch, settings } = core.state
  const { snapshot, tail, offset } = transfer
  const { index, term: index_epoch } = snapshot
  const { index: last_index, term: last_epoch } = lastOf(transfer)
  const rows = pieceAt(snapshot.rows, offset, settings.snapshot_chunk_bytes, rowBytes)
  const entries: Entry[] =
    rows.length > 0 ? [] : pieceAt(tail, offset - snapshot.rows.length, settings.snapshot_chunk_bytes, entryBytes)
  const done = offset + rows.length + entries.length === snapshot.rows.length + tail.length
  const piece = { index, index_epoch, last_index, last_epoch, offset, rows, entries, done }
  send(core, peer, { type: 'snapshot', epoch, ...piece }, 'now')
}

function lastOf({ snapshot, tail }: Transfer): EntryId {
  return tail.at(-1) ?? snapshot
}

export function onSnapshotReceived(core: Core, peer: NodeId, progress: Progress, answer: SnapshotReceived): void {
  const { transfer } = progress
  if (transfer === null || transfer.snapshot.index !== answer.index || lastOf(transfer).index !== answer.last_index) return
  if (answer.done) {
    const match = Math.max(progress.match, answer.last_index)
    Object.assign(progress, { transfer: null, match, next: match + 1, probing: true, paused: false })
    note(
      core,
      'snapshot-sent',
      `${peer} has the snapshot up to entry ${answer.index}, and what follows up to ${answer.last_index}`
    )
  } else if (answer.received <= transfer.snapshot.rows.length + transfer.tail.length) confirmPiece(transfer, answer)
}
