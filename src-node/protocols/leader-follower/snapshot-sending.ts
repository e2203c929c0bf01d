/** The leader's side of a snapshot: pieces of bounded size, one unanswered at a time, so that heartbeats pass between them. */
import type { NodeId } from '../../../src-shared/ids'
import { endOfPiece } from '../replicated-log/pieces'
import { rowBytes } from '../replicated-log/state-machine'
import type { Core } from './core'
import { note, send } from './core'
import type { SnapshotReceived } from './messages'
import type { Progress } from './state'

/** A piece unanswered for so many heartbeats is sent again. */
const HEARTBEATS_BEFORE_RESEND = 4

/** The entries that the follower needs are gone: send it the newest snapshot. */
export function beginTransfer(core: Core, peer: NodeId, progress: Progress): void {
  const { snapshot, id, log } = core.state
  if (snapshot === null) return
  progress.transfer = { snapshot, offset: 0, waited: null }
  const first = log.base.index + 1
  note(
    core,
    'snapshot-sent',
    `the log of ${id} starts at ${first}, too late for ${peer}: sending a snapshot up to entry ${snapshot.index}`
  )
}

/** Sends the piece that is due, if one is. */
export function sendPiece(core: Core, peer: NodeId, { transfer }: Progress): void {
  if (transfer === null || (transfer.waited !== null && transfer.waited < HEARTBEATS_BEFORE_RESEND)) return
  transfer.waited = 0
  const { epoch, settings } = core.state
  const { snapshot, offset } = transfer
  const { index, term: index_epoch, rows: all } = snapshot
  const end = endOfPiece(all, offset, settings.snapshot_chunk_bytes, rowBytes)
  const rows = all.slice(offset, end)
  send(core, peer, { type: 'snapshot', epoch, index, index_epoch, offset, rows, done: end === all.length }, 'now')
}

export function onSnapshotReceived(core: Core, peer: NodeId, progress: Progress, answer: SnapshotReceived): void {
  const { transfer } = progress
  if (transfer === null || transfer.snapshot.index !== answer.index || answer.received > transfer.snapshot.rows.length) return
  if (answer.done) {
    Object.assign(progress, { transfer: null, match: answer.index, next: answer.index + 1, probing: true, paused: false })
    note(core, 'snapshot-sent', `${peer} has the snapshot up to entry ${answer.index}`)
  } else if (answer.received > transfer.offset || (answer.received === 0 && transfer.offset > 0)) {
    // Further, or the follower restarted and begins again. Anything else answers a piece sent twice.
    transfer.offset = answer.received
    transfer.waited = null
  }
}
