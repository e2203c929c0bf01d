/** View changes (§4.4): a quorum says what it has prepared, so that the new primary proposes again whatever may have been committed. */
import type { NodeId } from '../../../src-shared/ids'
import { ViewChangeStarted, ViewEntered } from '../../../src-shared/protocols/pbft/facts'
import { primaryOf } from '../../../src-shared/protocols/pbft/views'
import { append } from '../kit/core'
import { emitOnceDurable } from '../kit/durable-events'
import { sendPrepare, takeProposal } from './agreement'
import { becomeStable } from './checkpoints'
import type { Core } from './core'
import { emitRole, isPrimary, judgeOf, refuse } from './core'
import type { NewView, ViewChange } from './messages'
import { distorted } from './liar/distort'
import { ownViewChange } from './own-view-change'
import { undoTentative } from './execution'
import { dropDone } from './requests'
import {
  newestStable,
  newViewFault,
  newViewText,
  oneHonestOf,
  proposalsDue,
  quorumOf,
  signProposal,
  viewChangeFault
} from './signatures'
import { windowOf } from './slots'
import { followTimer } from './timer'
import { tellOthers } from './telling'

/** The timeout grows to so many times what it is at first. */
const DOUBLINGS_MAX = 16

export function onViewTimer(core: Core): void {
  const { state } = core
  state.timer_for = null
  const longest_us = DOUBLINGS_MAX * state.settings.view_timeout_us
  if (!state.switches['timeout-constant']) state.timeout_us = Math.min(2 * state.timeout_us, longest_us)
  startViewChange(core, state.view + 1, 'timeout')
}

export function startViewChange(core: Core, view: number, because: ViewChangeStarted['data']['because']): void {
  const { state } = core
  if (!state.takes_part) return
  Object.assign(state, { view, phase: 'changing', new_view: null })
  append(core, { kind: 'view', view, phase: 'changing', new_view: null })
  emitRole(core)
  const own = ownViewChange(core, view)
  // A liar goes by its lie itself, should it be the next primary.
  const change = (distorted(core, state.id, own)[0] ?? own) as ViewChange
  const prepared = change.prepared.map(({ pre_prepare }) => pre_prepare.n)
  emitOnceDurable(core, ViewChangeStarted.of(state.id, { view, stable: change.stable.n, prepared, because }))
  state.changes.set(state.id, change)
  tellOthers(core, change, 'sync')
  lookForNewView(core)
}

export function onViewChange(core: Core, from: NodeId, change: ViewChange): void {
  const { state } = core
  const { view } = change
  if (view < state.view || view <= (state.changes.get(from)?.view ?? -1)) return
  const fault = change.node === from ? viewChangeFault(judgeOf(core), change, windowOf(state)) : 'it names another node'
  if (fault !== null) return refuse(core, from, 'a view change', null, fault)
  state.changes.set(from, change)
  joinOthers(core)
  lookForNewView(core)
}

/** So many ask for later views that an honest one is among them: the node does not wait for its own timer. */
function joinOthers(core: Core): void {
  const { state } = core
  const later = [...state.changes.values()].filter((change) => change.view > state.view).map((change) => change.view)
  if (later.length >= oneHonestOf(state.nodes)) startViewChange(core, Math.min(...later), 'others')
}

function lookForNewView(core: Core): void {
  const { state, keys } = core
  followTimer(core)
  if (state.phase !== 'changing' || !isPrimary(state)) return
  const changes = [...state.changes.values()].filter((change) => change.view === state.view)
  if (changes.length < quorumOf(state.nodes)) return
  const proposals = proposalsDue(changes).map(({ n, requests }) => signProposal(keys, state.view, n, requests))
  const said = { view: state.view, changes, proposals }
  const message: NewView = { type: 'new-view', ...said, signature: keys.sign(newViewText(said)) }
  enterView(core, message)
  tellOthers(core, message, 'sync')
}

export function onNewView(core: Core, from: NodeId, message: NewView): void {
  const { state } = core
  const { view } = message
  if (!state.takes_part || view < state.view || (view === state.view && state.phase === 'settled')) return
  const fault = state.switches['new-view-unchecked'] ? null : newViewFault(judgeOf(core), message, windowOf(state))
  if (fault !== null) return refuse(core, from, 'a new view', null, fault)
  enterView(core, message)
}

function enterView(core: Core, message: NewView): void {
  const { state } = core
  const { view, changes, proposals } = message
  const stable = newestStable(changes)
  const { tentative } = state
  const is_proposed_again = proposals.some(({ n, digest }) => n === tentative?.n && digest === tentative.digest)
  if (!is_proposed_again) undoTentative(core)
  Object.assign(state, { view, phase: 'settled', new_view: message })
  append(core, { kind: 'view', view, phase: 'settled', new_view: message })
  emitRole(core)
  const primary = primaryOf(view, state.nodes)
  const asked = changes.map(({ node }) => node)
  emitOnceDurable(core, ViewEntered.of(state.id, { view, primary, proposals: proposals.map(({ n }) => n), changes: asked }))
  if (stable.n > state.stable.n) becomeStable(core, stable)
  for (const [node, change] of state.changes) if (change.view <= view) state.changes.delete(node)
  state.next = Math.max(stable.n, state.stable.n, ...proposals.map(({ n }) => n)) + 1
  for (const proposal of proposals.filter(({ n }) => n > state.stable.n)) {
    takeProposal(core, proposal)
    if (!isPrimary(state)) sendPrepare(core, proposal)
  }
  dropDone(core)
}
