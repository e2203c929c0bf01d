/**
 * Passing updates on. Each downstream node says which it has (a version vector); what it lacks is sent in the order in which it was
 * come by, and again while no answer comes. Nobody waits for it: clients have their answers already. Who was away for longer than
 * the log reaches back is sent everything first.
 */
import type { NodeId } from '../../../src-shared/ids'
import { setTimer } from '../kit/core'
import type { Core } from './core'
import { sendStored } from './core'
import { continueTransfer, isUnderWay } from './state-sending'
import type { Have, Update } from './messages'
import { offRouteVector, firstMissing, isMissing, needsState } from './missing-updates'
import { countOf, covers, joinVectors, setCount } from '../numbered-updates/origins'
import type { Downstream, MultiLeaderState } from './state'

/** Updates in one message. */
const BATCH_MAX = 64
/** Updates on their way to one node. */
const WINDOW = 1024
/** Updates kept although everybody has them, so that a restarted node can tell of its newest. */
const TAIL = 256
/** This part of the log is dropped in one go: each time costs as much as what stays. */
const DROPPED_AT_ONCE = 1 / 8

export function startExchange(core: Core): void {
  const { settings, downstream } = core.state
  if (downstream.length === 0) return
  if (settings.exchange_us > 0) setTimer(core, 'exchange', settings.exchange_us)
  setTimer(core, 'retransmit', settings.retransmit_us)
  for (const { node } of downstream) ask(core, node)
}

/** What a node has is asked when its connection comes up. */
export function onPeer(core: Core, peer: NodeId, connected: boolean): void {
  const to = core.state.downstream.find(({ node }) => node === peer)
  if (!to) return
  to.known = false
  if (connected) ask(core, peer)
}

function ask(core: Core, node: NodeId): void {
  sendStored(core, node, { type: 'updates', updates: [] })
}

/** Acknowledges updates by sending this node's version vector. */
export function sendHave(core: Core, to: NodeId): void {
  const { generation, seen } = core.state
  sendStored(core, to, { type: 'have', generation, seen: [...seen] })
}

export function onHave(core: Core, from: NodeId, { generation, seen }: Have): void {
  const { state } = core
  const to = state.downstream.find(({ node }) => node === from)
  if (!to || generation < to.generation) return
  if (generation > to.generation) resetForNewDisk(state, to, generation)
  to.seen = joinVectors(to.seen, seen)
  resendOffRoute(to)
  to.acked = firstMissing(state, to)
  to.sent = to.known ? Math.max(to.sent, to.acked) : to.acked
  to.known = true
  if (needsState(state, to)) return continueTransfer(core, to)
  to.transfer = null
  if (state.settings.exchange_us === 0) sendUpdatesTo(core, to)
}

/** The node has a new disk: forget everything it acknowledged. */
function resetForNewDisk(state: MultiLeaderState, to: Downstream, generation: number): void {
  Object.assign(to, { generation, known: false, seen: [], acked: 0, transfer: null })
  to.offered = offRouteVector(state, to)
}

/** Resends over this link what did not arrive on the regular route since it was last offered. */
function resendOffRoute(to: Downstream): void {
  to.off_route = to.offered
  if (!covers(to.seen, to.off_route)) Object.assign(to, { known: false, acked: 0 })
}

/** Asks a node on whose disk something may be missing what it has, if what is here by now is not among it. */
function offerOffRoute(core: Core, to: Downstream): void {
  const offered = offRouteVector(core.state, to)
  if (covers(to.seen, offered)) return
  to.offered = offered
  ask(core, to.node)
}

export function onExchangeTimer(core: Core): void {
  sendUpdates(core)
  setTimer(core, 'exchange', core.state.settings.exchange_us)
}

export function onRetransmitTimer(core: Core): void {
  const { state } = core
  for (const to of state.downstream) {
    to.acked = firstMissing(state, to)
    if (!to.known || (needsState(state, to) && !isUnderWay(to))) ask(core, to.node)
    else if (to.sent > to.acked && to.acked === to.acked_before) {
      to.sent = to.acked
      state.counters.retransmissions++
      sendUpdatesTo(core, to)
    }
    to.acked_before = to.acked
    offerOffRoute(core, to)
  }
  setTimer(core, 'retransmit', state.settings.retransmit_us)
}

/** Sends what is new to everybody. */
export function sendUpdates(core: Core): void {
  for (const to of core.state.downstream) sendUpdatesTo(core, to)
}

function sendUpdatesTo(core: Core, to: Downstream): void {
  const { state } = core
  const { base, updates } = state.log
  if (!to.known || needsState(state, to)) return
  let batch: Update[] = []
  const sendBatch = () => {
    if (batch.length > 0) sendStored(core, to.node, { type: 'updates', updates: batch })
    batch = []
  }
  // The log may have dropped what this node was never to be sent, or had already.
  to.sent = Math.max(to.sent, base)
  for (; to.sent < base + updates.length && to.sent - to.acked < WINDOW; to.sent++) {
    const update = updates[to.sent - base]!
    if (!isMissing(state, to, update)) continue
    batch.push(update)
    if (batch.length === BATCH_MAX) sendBatch()
  }
  sendBatch()
}

/** Forgets what everybody has, but for the newest, and what is too much to keep for those who are away. */
export function trim({ log, downstream, settings }: MultiLeaderState): void {
  const end = log.base + log.updates.length
  const needed_from = Math.min(end - TAIL, ...downstream.map(({ acked }) => acked))
  const surplus = Math.max(needed_from, end - settings.log_max_updates) - log.base
  if (surplus < log.updates.length * DROPPED_AT_ONCE || surplus === 0) return
  for (const { origin, n } of log.updates.splice(0, surplus))
    setCount(log.dropped, origin, Math.max(n, countOf(log.dropped, origin)))
  log.base += surplus
}
