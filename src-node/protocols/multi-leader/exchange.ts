/**
 * Passing updates on. Each downstream node says which it has (a version vector); what it lacks is sent in the order in which it was
 * come by, and again while no answer comes. Nobody waits for it: clients have their answers already.
 */
import type { NodeId } from '../../../src-shared/ids'
import type { Core } from './core'
import { send, setTimer } from './core'
import type { Update, Vector } from './messages'
import type { Downstream, MultiLeaderState } from './state'

/** Updates in one message. */
const BATCH_MAX = 64
/** Updates on their way to one node. */
const WINDOW = 1024
/** Updates kept although everybody has them, so that a restarted node can tell of its newest. */
const TAIL = 256

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
  advance(state, to)
  to.sent = to.known ? Math.max(to.sent, to.acked) : to.acked
  to.known = true
  if (state.settings.exchange_us === 0) passOnTo(core, to)
}

export function onExchangeTimer(core: Core): void {
  passOn(core)
  setTimer(core, 'exchange', core.state.settings.exchange_us)
}

export function onRetransmitTimer(core: Core): void {
  const { state } = core
  for (const to of state.downstream) {
    advance(state, to)
    if (!to.known) ask(core, to.node)
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
  if (!to.known) return
  let batch: Update[] = []
  const sendBatch = () => {
    if (batch.length > 0) send(core, to.node, { type: 'updates', updates: batch })
    batch = []
  }
  for (; to.sent < base + updates.length && to.sent - to.acked < WINDOW; to.sent++) {
    const update = updates[to.sent - base]!
    if (!lacks(state, to, update)) continue
    batch.push(update)
    if (batch.length === BATCH_MAX) sendBatch()
  }
  sendBatch()
}

/** Updates that this node is to be sent and does not have, as far as is known. */
export function countLacking(state: MultiLeaderState, to: Downstream): number {
  const { base, updates } = state.log
  return updates.slice(to.acked - base).filter((update) => lacks(state, to, update)).length
}

function lacks(state: MultiLeaderState, to: Downstream, update: Update): boolean {
  return travels(state, to, update) && to.seen[update.origin]! < update.n
}

function travels({ switches, slot, leaders }: MultiLeaderState, { origins, to }: Downstream, { origin }: Update): boolean {
  if (switches.lose_on_ring && origin !== slot && leaders.includes(to)) return false
  return origins.has(origin)
}

function advance(state: MultiLeaderState, to: Downstream): void {
  const { base, updates } = state.log
  while (to.acked < base + updates.length && !lacks(state, to, updates[to.acked - base]!)) to.acked++
}

/** Forgets what everybody has, but for the newest. */
export function trim({ log, downstream }: MultiLeaderState): void {
  const end = log.base + log.updates.length
  const needed_from = Math.min(end - TAIL, ...downstream.map(({ acked }) => acked))
  const surplus = needed_from - log.base
  // In one go: each costs as much as what stays.
  if (surplus < TAIL) return
  log.updates.splice(0, surplus)
  log.base = needed_from
}
