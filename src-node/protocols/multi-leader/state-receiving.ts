/** The receiver's side of a whole state: it is gathered, and joined into what is here once it is complete. */
import type { NodeId } from '../../../src-shared/ids'
import { SESSION_WINDOW } from '../replicated-log/sessions'
import { append, note } from '../kit/core'
import { takePiece } from '../kit/pieces'
import type { Core } from './core'
import { sendStored } from './core'
import { sendHave } from './exchange'
import { saveEverything } from './disk'
import { joinRow, rememberDone } from './incoming-updates'
import type { StatePiece } from './messages'
import { countOf, covers, setCount } from '../numbered-updates/origins'
import type { Arriving, MultiLeaderState } from './state'
import { emptyStore } from './store'

export function onStatePiece(core: Core, from: NodeId, { transfer, seen, offset, rows, done }: StatePiece): void {
  const { arriving, seen: has } = core.state
  // A piece that comes again after the last.
  if (covers(has, seen)) return sendHave(core, from)
  // Only a first piece begins: a late one of an earlier transfer must not displace what has come of this one.
  if (offset === 0 && arriving.get(from)?.transfer !== transfer) arriving.set(from, { transfer, seen, rows: [] })
  const parts = arriving.get(from)
  const is_meant = parts?.transfer === transfer
  if (is_meant && takePiece(parts.rows, offset, rows) && done) return install(core, from, parts)
  sendStored(core, from, { type: 'state-received', transfer, received: is_meant ? parts.rows.length : 0 })
}

/** Joins what the sender had. It had no gaps and neither has this node, so that afterwards this one has all that either had. */
function install(core: Core, from: NodeId, { seen, rows }: Arriving): void {
  const { state } = core
  if (state.switches['replace-by-state']) state.store = emptyStore()
  for (const row of rows) {
    if (row[0] === 'key') joinRow(core, { key: row[1], delta: row[2], own: null })
    else for (const [first, last] of row[2]) rememberRun(state, row[1], first, last)
  }
  for (const [at, count] of seen.entries()) {
    if (count <= countOf(state.seen, at)) continue
    setCount(state.seen, at, count)
    // Whoever lacks these must be sent everything in turn.
    setCount(state.log.dropped, at, count)
  }
  core.has_whole_state = true
  state.counters.states_taken_in++
  saveEverything(core)
  append(core, { kind: 'state' })
  note(core, 'state-taken-in', `${state.id} takes in everything that ${from} had: ${rows.length} rows up to [${seen.join(',')}]`)
  // Others that are sending may find that they need not go on.
  for (const sender of state.arriving.keys()) sendHave(core, sender)
  state.arriving.clear()
}

function rememberRun(state: MultiLeaderState, session: string, first: number, last: number): void {
  for (let sequence = Math.max(first, last - SESSION_WINDOW + 1); sequence <= last; sequence++)
    rememberDone(state, session, sequence)
}
