/** A backup (§4.1): takes the primary's requests in order, and says how far it has them. */
import type { NodeId } from '../../../src-shared/ids'
import { primaryOf } from '../../../src-shared/protocols/viewstamped-replication/views'
import { lastIndex } from '../replicated-log/log'
import type { Entry } from '../replicated-log/entry'
import type { Commit, Prepare } from './messages'
import type { Core } from './core'
import { tell } from './core'
import { fetchState, join } from './fetch'
import { appendEntries, noteCommit } from './own-log'

export function onPrepare(core: Core, from: NodeId, { view, entries, commit }: Prepare): void {
  const op = entries.at(-1)?.index ?? 0
  if (isOfView(core, from, view)) follow(core, from, entries, { op, commit })
  else if (core.state.switches['old-view-accepted'] && view < core.state.view) acceptOld(core, from, view, entries)
}

export function onCommit(core: Core, from: NodeId, { view, op, commit }: Commit): void {
  if (isOfView(core, from, view)) follow(core, from, [], { op, commit })
}

/** Whether the node is part of the view. If it is of an earlier one, it has to get the later one's log first. */
function isOfView(core: Core, from: NodeId, view: number): boolean {
  const { state } = core
  if (state.status === 'recovering' || view < state.view) return false
  if (view === state.view && state.status === 'normal') return true
  join(core, view, from)
  return false
}

/** `op`: up to where the primary's log goes. */
function follow(core: Core, from: NodeId, entries: readonly Entry[], { op, commit }: { op: number; commit: number }): void {
  const { state } = core
  core.restart_silence_timer = true
  const last = lastIndex(state.log)
  const fresh = entries.filter(({ index }) => index > last)
  if (fresh[0]?.index === last + 1) appendEntries(core, fresh)
  if (op > lastIndex(state.log)) fetchState(core, from)
  else state.fetching = null
  noteCommit(core, commit)
  core.acknowledge = { op: Math.max(op, core.acknowledge?.op ?? 0) }
}

/** The deliberate bug: as if the view had not changed. */
function acceptOld(core: Core, from: NodeId, view: number, entries: readonly Entry[]): void {
  const { log } = core.state
  const fresh = entries.filter(({ index }) => index > lastIndex(log))
  if (fresh[0]?.index === lastIndex(log) + 1) appendEntries(core, fresh)
  tell(core, from, { type: 'prepare-ok', view, op: lastIndex(log) })
}

export function sendAcknowledgement(core: Core): void {
  const { acknowledge, state } = core
  if (acknowledge === null || state.status !== 'normal' || state.leading !== null) return
  const last = lastIndex(state.log)
  const op = state.switches['prepare-ok-unseen'] ? Math.max(acknowledge.op, last) : last
  tell(core, primaryOf(state.view, state.nodes), { type: 'prepare-ok', view: state.view, op })
}
