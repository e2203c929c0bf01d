/** The leader's side of InstallSnapshot: pieces of bounded size, one unanswered at a time, so heartbeats pass between them. */
import type { NodeId } from '../../../src-shared/ids'
import { note, send } from '../kit/core'
import { confirmPiece, pieceAt, startPiece } from '../kit/pieces'
import type { Core } from './core'
import type { InstallSnapshotReply } from './messages'
import type { Progress } from './progress'
import { answered, answersFrom, becomeProbe, becomeSnapshot, matched } from './progress'
import { lastIndex } from '../replicated-log/log'

/** The entries that the follower needs are gone: send it the newest snapshot, if it lives. */
export function beginTransfer(core: Core, peer: NodeId, progress: Progress): void {
  const { snapshot, id, log } = core.state
  if (!progress.active || snapshot === null) return
  becomeSnapshot(progress, snapshot)
  const first = log.base.index + 1
  note(
    core,
    'snapshot-sent',
    `the log of ${id} starts at ${first}, too late for ${peer}: sending a snapshot up to entry ${snapshot.index}`
  )
}

/** Sends the piece that is due, if one is. */
export function sendPiece(core: Core, peer: NodeId, progress: Progress): void {
  const { transfer } = progress
  if (transfer === null || !progress.active || !startPiece(transfer)) return
  const { term, settings } = core.state
  const { snapshot, offset } = transfer
  const rows = pieceAt(snapshot.rows, offset, settings.snapshot_chunk_bytes, core.machine.rowBytes)
  send(
    core,
    peer,
    {
      type: 'install-snapshot',
      term,
      index: snapshot.index,
      index_term: snapshot.term,
      membership: snapshot.membership,
      offset,
      rows,
      done: offset + rows.length === snapshot.rows.length
    },
    'now'
  )
}

export function onInstallSnapshotReply(core: Core, peer: NodeId, progress: Progress, reply: InstallSnapshotReply): void {
  if (!answersFrom(progress, reply.generation, lastIndex(core.state.log))) return
  answered(progress, core.state.now_us)
  const { transfer } = progress
  if (transfer === null || transfer.snapshot.index !== reply.index || reply.received > transfer.snapshot.rows.length) return
  if (reply.done) {
    matched(progress, reply.index)
    becomeProbe(progress)
    note(core, 'snapshot-sent', `${peer} has the snapshot up to entry ${reply.index}`)
  } else confirmPiece(transfer, reply)
}
