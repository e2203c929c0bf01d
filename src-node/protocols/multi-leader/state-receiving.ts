/** The receiver's side of a whole state: it is gathered, and joined into what is here once it is complete. */
import type { NodeId } from '../../../src-shared/ids'
import type { Core } from './core'
import { note, send } from './core'
import { saveSnapshot } from './disk'
import { joinRow, remember } from './intake'
import type { StatePiece } from './messages'
import { covers } from './messages'
import type { Arriving } from './state'
import { emptyStore } from './store'

export function onStatePiece(core: Core, from: NodeId, { seen, offset, rows, done }: StatePiece): void {
  const { arriving, seen: has } = core.state
  // A piece that comes again after the last.
  if (covers(has, seen)) return send(core, from, { type: 'have', seen: [...has] })
  const before = arriving.get(from)
  const parts = before?.seen.every((count, at) => count === seen[at]) ? before : { seen, rows: [] }
  arriving.set(from, parts)
  if (offset === parts.rows.length) {
    for (const row of rows) parts.rows.push(row)
    if (done) return install(core, from, parts)
  }
  send(core, from, { type: 'state-received', seen, received: parts.rows.length })
}

/** Joins what the sender had. It had no gaps and neither has this node, so that afterwards this one has all that either had. */
function install(core: Core, from: NodeId, { seen, rows }: Arriving): void {
  const { state } = core
  if (state.switches.replace_by_state) state.store = emptyStore()
  for (const row of rows) {
    if (row[0] === 'operation') remember(state, row[1])
    else joinRow(core, { key: row[1], delta: row[2], own: null })
  }
  for (const [at, count] of seen.entries()) {
    if (count <= state.seen[at]!) continue
    state.seen[at] = count
    // Whoever lacks these must be sent everything in turn.
    state.log.dropped[at] = count
  }
  core.has_whole_state = true
  state.counters.states_taken_in++
  saveSnapshot(core)
  core.effects.push({ kind: 'append', record: { kind: 'state' } })
  state.disk.records++
  note(core, 'state-taken-in', `${state.id} takes in everything that ${from} had: ${rows.length} rows up to [${seen.join(',')}]`)
  // Others that are sending may find that they need not go on.
  for (const sender of state.arriving.keys()) send(core, sender, { type: 'have', seen: [...state.seen] })
  state.arriving.clear()
}
