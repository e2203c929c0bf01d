/**
 * The sender's side of a whole state: pieces of bounded size, one unanswered at a time. What came before the log begins cannot be
 * sent as updates; states can be joined instead, as often as one likes (state-based replication: Shapiro et al. 2011).
 */
import type { NodeId } from '../../../src-shared/ids'
import { endOfPiece } from '../replicated-log/pieces'
import type { Core } from './core'
import { note, send } from './core'
import type { StateReceived, StateRow } from './messages'
import { covers } from './messages'
import type { Downstream, MultiLeaderState, Transfer } from './state'

/** The node has said what it has, and lacks too much. What is sent is taken anew as long as it has confirmed nothing. */
export function continueTransfer(core: Core, to: Downstream): void {
  const { transfer } = to
  if (!transfer || covers(to.seen, transfer.seen) || (transfer.has_stalled && transfer.offset === 0)) {
    to.transfer = newTransfer(core, to)
    sendPiece(core, to.node, to.transfer)
  } else if (transfer.has_stalled) {
    transfer.has_stalled = false
    sendPiece(core, to.node, transfer)
  }
}

/** Whether it has come further since the retransmission timer last fired; if not, the node is to be asked again what it has. */
export function isUnderWay({ transfer }: Downstream): boolean {
  if (!transfer) return false
  transfer.has_stalled = transfer.offset === transfer.offset_before
  transfer.offset_before = transfer.offset
  return !transfer.has_stalled
}

function newTransfer(core: Core, { node }: Downstream): Transfer {
  const { state } = core
  const { id, log, seen, counters } = state
  counters.states_sent++
  note(core, 'state-sent', `the log of ${id} starts after ${log.base} updates, too late for ${node}: sending everything`)
  return { seen: [...seen], rows: rowsOf(state), offset: 0, offset_before: -1, has_stalled: false }
}

/** Everything that this node has, in the order of keys and of operations. */
function rowsOf({ store, recent }: MultiLeaderState): StateRow[] {
  const keys = [...store.rows].map(([key, { state }]) => ['key', key, state] as const)
  return [...keys, ...[...recent].map((name) => ['operation', name] as const)]
}

function sendPiece(core: Core, to: NodeId, { seen, rows: all, offset }: Transfer): void {
  const end = endOfPiece(all, offset, core.state.settings.state_chunk_bytes, (row) => JSON.stringify(row).length)
  send(core, to, { type: 'state', seen, offset, rows: all.slice(offset, end), done: end === all.length })
}

export function onStateReceived(core: Core, from: NodeId, { seen, received }: StateReceived): void {
  const to = core.state.downstream.find(({ node }) => node === from)
  const transfer = to?.transfer
  if (!transfer || transfer.seen.some((count, at) => count !== seen[at]) || received >= transfer.rows.length) return
  // Anything else answers a piece that was sent twice, but for a receiver that restarted and begins again.
  if (received <= transfer.offset && received > 0) return
  transfer.offset = received
  sendPiece(core, from, transfer)
}
