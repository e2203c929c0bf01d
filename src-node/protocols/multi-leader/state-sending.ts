/**
 * The sender's side of a whole state: pieces of bounded size, one unanswered at a time. What came before the log begins cannot be
 * sent as updates; states can be joined instead, as often as one likes (state-based replication: Shapiro et al. 2011).
 */
import type { NodeId } from '../../../src-shared/ids'
import { runsOf } from '../replicated-log/sessions'
import { note } from '../kit/core'
import { pieceAt } from '../kit/pieces'
import type { Core } from './core'
import { sendStored } from './core'
import type { StateReceived, StateRow } from './messages'
import { covers } from '../numbered-updates/origins'
import type { Downstream, MultiLeaderState, Transfer } from './state'

/**
 * The node has said what it has, and lacks too much. A transfer is seen through once it has begun: one begun anew for each answer
 * that takes longer than the timer would never end.
 */
export function continueTransfer(core: Core, to: Downstream): void {
  if (to.transfer && !covers(to.seen, to.transfer.seen)) {
    if (to.transfer.pace === 'stalled') resendPiece(core, to.node, to.transfer)
    return
  }
  to.transfer = newTransfer(core, to)
  sendPiece(core, to.node, to.transfer)
}

/** Whether a piece was confirmed since the retransmission timer last fired; if not, the node is to be asked again what it has. */
export function isUnderWay({ transfer }: Downstream): boolean {
  const was_moving = transfer?.pace === 'moving'
  if (transfer) transfer.pace = 'stalled'
  return was_moving
}

/** Once between two firings of the timer, however often the node says what it has. */
function resendPiece(core: Core, to: NodeId, transfer: Transfer): void {
  transfer.pace = 'resent'
  sendPiece(core, to, transfer)
}

function newTransfer(core: Core, { node }: Downstream): Transfer {
  const { state } = core
  const { id, log, seen, counters } = state
  counters.states_sent++
  note(core, 'state-sent', `the log of ${id} starts after ${log.base} updates, too late for ${node}: sending everything`)
  const transfer_id = Math.floor(core.random() * TRANSFER_IDS)
  return { id: transfer_id, seen: [...seen], rows: rowsOf(state), offset: 0, pace: 'moving' }
}

const TRANSFER_IDS = 2 ** 48

/** Everything that this node has: keys, then sessions. */
function rowsOf({ store, sessions }: MultiLeaderState): StateRow[] {
  const keys = [...store.rows].map(([key, { state }]) => ['key', key, state] as const)
  return [...keys, ...[...sessions].map(([name, session]) => ['session', name, runsOf(session)] as const)]
}

function sendPiece(core: Core, to: NodeId, { id: transfer, seen, rows: all, offset }: Transfer): void {
  const rows = pieceAt(all, offset, core.state.settings.state_chunk_bytes, (row) => JSON.stringify(row).length)
  sendStored(core, to, { type: 'state', transfer, seen, offset, rows, done: offset + rows.length === all.length })
}

export function onStateReceived(core: Core, from: NodeId, { transfer: id, received }: StateReceived): void {
  const transfer = core.state.downstream.find(({ node }) => node === from)?.transfer
  if (!transfer || transfer.id !== id || received >= transfer.rows.length) return
  if (received === transfer.offset) return
  // While pieces are confirmed this answers one that was sent twice. Otherwise the receiver has restarted, and maybe begun with a late one.
  if (received < transfer.offset && transfer.pace === 'moving') return
  transfer.offset = received
  transfer.pace = 'moving'
  sendPiece(core, from, transfer)
}
