/**
 * Passing updates on. Each downstream node says which it has (a version vector); what it lacks is sent in the order in which it was
 * come by, and again while no answer comes. Nobody waits for it: clients have their answers already. Who was away for longer than
 * the log reaches back is sent everything first.
 */
import type { NodeId } from '../../../src-shared/ids'
import type { Core } from './core'
import { send, setTimer } from './core'
import { continueTransfer, isUnderWay } from './state-sending'
import type { Update, Vector } from './messages'
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
  send(core, node, { type: 'updates', updates: [] })
}

export function onHave(core: Core, from: NodeId, seen: Vector): void {
  const { state } = core
  const to = state.downstream.find(({ node }) => node === from)
  if (!to) return
  to.seen = to.seen.map((count, at) => Math.max(count, seen[at]!))
  to.acked = firstLacking(state, to)
  to.sent = to.known ? Math.max(to.sent, to.acked) : to.acked
  to.known = true
  if (needsState(state, to)) return continueTransfer(core, to)
  to.transfer = null
  if (state.settings.exchange_us === 0) passOnTo(core, to)
}

export function onExchangeTimer(core: Core): void {
  passOn(core)
  setTimer(core, 'exchange', core.state.settings.exchange_us)
}

export function onRetransmitTimer(core: Core): void {
  const { state } = core
  for (const to of state.downstream) {
    to.acked = firstLacking(state, to)
    if (!to.known || (needsState(state, to) && !isUnderWay(to))) ask(core, to.node)
    else if (to.sent > to.acked && to.acked === to.acked_before) {
      to.sent = to.acked
      state.counters.retransmissions++
      passOnTo(core, to)
    }
    to.acked_before = to.acked
  }
  setTimer(core, 'retransmit', state.settings.retransmit_us)
}

/** Sends what is new to everybody. */
export function passOn(core: Core): void {
  for (const to of core.state.downstream) passOnTo(core, to)
}

function passOnTo(core: Core, to: Downstream): void {
  const { state } = core
  const { base, updates } = state.log
  if (!to.known || needsState(state, to)) return
  let batch: Update[] = []
  const sendBatch = () => {
    if (batch.length > 0) send(core, to.node, { type: 'updates', updates: batch })
    batch = []
  }
  // The log may have dropped what this node was never to be sent, or had already.
  to.sent = Math.max(to.sent, base)
  for (; to.sent < base + updates.length && to.sent - to.acked < WINDOW; to.sent++) {
    const update = updates[to.sent - base]!
    if (!lacks(state, to, update)) continue
    batch.push(update)
    if (batch.length === BATCH_MAX) sendBatch()
  }
  sendBatch()
}

/** Updates that the node is to be sent and does not have, as far as is known. */
export function countLacking({ seen }: MultiLeaderState, to: Downstream): number {
  let count = 0
  for (const origin of to.origins) count += Math.max(0, seen[origin]! - to.seen[origin]!)
  return count
}

/** Whether the log no longer has all that the node lacks. */
function needsState({ log }: MultiLeaderState, to: Downstream): boolean {
  for (const origin of to.origins) if (to.seen[origin]! < log.dropped[origin]!) return true
  return false
}

function lacks(state: MultiLeaderState, to: Downstream, update: Update): boolean {
  return travels(state, to, update) && to.seen[update.origin]! < update.n
}

function travels({ switches, slot, leaders }: MultiLeaderState, { origins, to }: Downstream, { origin }: Update): boolean {
  if (switches.lose_on_ring && origin !== slot && leaders.includes(to)) return false
  return origins.has(origin)
}

/** Position of the first update that the node lacks; where it must be sent everything, of the first that it lacked when last asked. */
export function firstLacking(state: MultiLeaderState, to: Downstream): number {
  const { base, updates } = state.log
  if (needsState(state, to)) return to.acked
  let at = Math.max(to.acked, base)
  while (at < base + updates.length && !lacks(state, to, updates[at - base]!)) at++
  return at
}

/** Forgets what everybody has, but for the newest, and what is too much to keep for those who are away. */
export function trim({ log, downstream, settings }: MultiLeaderState): void {
  const end = log.base + log.updates.length
  const needed_from = Math.min(end - TAIL, ...downstream.map(({ acked }) => acked))
  const surplus = Math.max(needed_from, end - settings.log_max_updates) - log.base
  if (surplus < log.updates.length * DROPPED_AT_ONCE || surplus === 0) return
  for (const { origin, n } of log.updates.splice(0, surplus)) log.dropped[origin] = Math.max(n, log.dropped[origin]!)
  log.base += surplus
}
