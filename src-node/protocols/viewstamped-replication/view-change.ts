/** View changes (§4.2): a majority leaves the view, and the next primary starts another with the newest of their logs. */
import type { NodeId } from '../../../src-shared/ids'
import { ViewWanted } from '../../../src-shared/protocols/viewstamped-replication/facts'
import { primaryOf } from '../../../src-shared/protocols/viewstamped-replication/views'
import { emit } from '../kit/core'
import { lastIndex } from '../replicated-log/log'
import type { DoViewChange, StartView, StartViewChange } from './messages'
import type { ViewChange, ViewstampedState } from './state'
import type { Core } from './core'
import { emitRole, enterView, quorumOf, tell, tellAll } from './core'
import { fetchState, join } from './fetch'
import { adoptTail, entriesAfter, noteCommit } from './own-log'
import { endOf, lead, sendStartView } from './primary'
import { joined, leaveView } from './roles'

export function startViewChange(core: Core, view: number): void {
  const { state } = core
  leaveView(core)
  state.status = 'view-change'
  state.change = { wanted_by: new Set([state.id]), logs: new Map(), sent: false }
  enterView(core, view)
  emit(core, ViewWanted.of(state.id, { view }))
  emitRole(core)
  tellAll(core, { type: 'start-view-change', view })
  core.restart_silence_timer = true
  sendLogIfDue(core, state.change)
}

/** The primary is not heard, or the view change has got stuck. Without a majority that wants a view no later one is worth wanting. */
export function onSilence(core: Core): void {
  const { state } = core
  const { status, change, view } = state
  if (status === 'recovering' || state.leading !== null) return
  if (change === null || change.wanted_by.size >= quorumOf(state)) return startViewChange(core, view + 1)
  tellAll(core, { type: 'start-view-change', view })
  core.restart_silence_timer = true
}

export function onStartViewChange(core: Core, from: NodeId, { view }: StartViewChange): void {
  const { state } = core
  if (view > state.view) startViewChange(core, view)
  if (view !== state.view) return
  // The start of the view was lost on its way to the sender.
  if (state.leading !== null) return sendStartView(core, from, state.commit)
  if (state.change === null) return
  state.change.wanted_by.add(from)
  sendLogIfDue(core, state.change)
}

/** Once a majority wants the view, its primary is told what the node has. */
function sendLogIfDue(core: Core, change: ViewChange): void {
  const { state } = core
  if (change.sent || change.wanted_by.size < quorumOf(state)) return
  change.sent = true
  const { view, last_normal, commit, log } = state
  const message = { type: 'do-view-change', view, last_normal, commit, entries: entriesAfter(log, commit) } as const
  const primary = primaryOf(view, state.nodes)
  if (primary === state.id) onDoViewChange(core, state.id, message)
  else tell(core, primary, message)
}

export function onDoViewChange(core: Core, from: NodeId, message: DoViewChange): void {
  const { state } = core
  if (message.view > state.view) startViewChange(core, message.view)
  if (message.view !== state.view) return
  if (state.leading !== null) return sendStartView(core, from, message.commit)
  const { change } = state
  if (change === null) return
  change.logs.set(from, message)
  // Whoever sends its log has heard of a majority.
  change.wanted_by.add(from)
  sendLogIfDue(core, change)
  if (state.change === change) startViewIfDue(core, change)
}

/** With the logs of a majority, once everything that the newest of them has committed is here. */
export function startViewIfDue(core: Core, change: ViewChange): void {
  const { state } = core
  const needed = state.switches['start-view-alone'] ? 1 : quorumOf(state)
  if (!change.logs.has(state.id) || change.logs.size < needed) return
  const [chosen, { commit, entries }] = newestOf(state, change)
  if (state.commit < commit) return fetchState(core, chosen)
  state.change = null
  adoptTail(core, entries)
  lead(core, change.logs, chosen)
}

/** The longest of those that come from the latest view. */
function newestOf({ switches }: ViewstampedState, { logs }: ViewChange): [NodeId, DoViewChange] {
  return [...logs].reduce((best, other) => {
    const [one, another] = [best[1], other[1]]
    const later = switches['longest-log'] ? 0 : another.last_normal - one.last_normal
    return later > 0 || (later === 0 && endOf(another) > endOf(one)) ? other : best
  })
}

export function onStartView(core: Core, from: NodeId, { view, after, entries, commit }: StartView): void {
  const { state } = core
  if (state.status === 'recovering' || view < state.view || (view === state.view && state.status === 'normal')) return
  if (state.commit < after) return join(core, view, from)
  leaveView(core)
  enterView(core, view)
  joined(core)
  adoptTail(core, entries)
  noteCommit(core, commit)
  core.acknowledge = { op: lastIndex(state.log) }
}
