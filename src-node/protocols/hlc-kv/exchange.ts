/**
 * Passing versions on. A node sends its own to all others, and every so often says what it has: whoever has more, and hears the same
 * again, sends what is missing, whoever took it in. With its own versions a node closes its time: it has sent all that it stamped up to
 * there, and stamps nothing below it any more.
 */
import { compareHybrid, HYBRID_ZERO } from '../../../src-shared/causality/hybrid-clock'
import type { NodeId } from '../../../src-shared/ids'
import { TimeClosed, VersionsReceived } from '../../../src-shared/protocols/hlc-kv/facts'
import { send, setTimer } from '../kit/core'
import { countOf, nameOfOrigin, slotOf } from '../numbered-updates/origins'
import { takeStamp, tickClock } from './clock'
import type { Core } from './core'
import { afterStored } from './core'
import type { Have, Versions } from './messages'
import type { HlcState, Peer } from './state'
import { versionsBetween } from './store'
import { takeRange } from './taking'

/** Versions in one message. */
const BATCH_MAX = 64
/** Versions of one origin sent again at a time. */
const RESENT_MAX = 1024

export function startExchange(core: Core): void {
  const { close_us, retransmit_us } = core.state.settings
  setTimer(core, 'close', close_us)
  if (core.state.peers.size > 0) setTimer(core, 'exchange', retransmit_us)
}

export function onCloseTimer(core: Core): void {
  const { state } = core
  const stamp = tickClock(state)
  state.closed[state.slot] = stamp
  const origin = nameOfOrigin(state.origin, state.nodes)
  core.told.push(TimeClosed.of(state.id, { origin, stamp, physical_us: state.now_us }))
  for (const [node, peer] of state.peers) sendOwn(core, node, peer)
  setTimer(core, 'close', state.settings.close_us)
}

/** Sends what clients have written in this step to everybody. */
export function sendNew(core: Core): void {
  const { origin, seen, peers } = core.state
  for (const [node, peer] of peers) if (peer.sent < countOf(seen, origin)) sendOwn(core, node, peer)
}

function sendOwn(core: Core, node: NodeId, peer: Peer): void {
  const { origin, seen } = core.state
  sendRange(core, node, origin, peer.sent, countOf(seen, origin))
  peer.sent = countOf(seen, origin)
}

/** Sends in batches; an empty range is a batch too. */
function sendRange(core: Core, node: NodeId, origin: number, first: number, end: number): void {
  const { store } = core.state
  let after = first
  do {
    const upto = Math.min(end, after + BATCH_MAX)
    const versions = versionsBetween(store, origin, after, upto)
    const closed = closedBy(core.state, origin, upto)
    sendStamped(core, node, { type: 'versions', origin, after, upto, versions, closed, horizon_us: store.horizon_us })
    after = upto
  } while (after < end)
}

/** Only who takes versions in closes time, and only for those who then have all of them. */
function closedBy({ origin: own, slot, seen, closed }: HlcState, origin: number, upto: number) {
  return origin === own && upto === countOf(seen, own) ? closed[slot]! : HYBRID_ZERO
}

export function onVersions(core: Core, from: NodeId, { sent_at, origin, after, upto, closed, ...range }: Versions): void {
  const { state } = core
  if (!takeStamp(core, from, sent_at)) return
  const have = countOf(state.seen, origin)
  // What lies between is sent again when this node says what it has.
  if (after > have || origin === state.origin) return
  const versions = range.versions.filter(({ n }) => n > have)
  if (upto > have) takeRange(core, { origin, upto, versions, horizon_us: range.horizon_us })
  if (versions.length > 0) {
    const marks = versions.map(({ key, operation, stamp }) => ({ key, operation, stamp }))
    core.told.push(VersionsReceived.of(state.id, { from, versions: marks }))
  }
  const slot = slotOf(origin, state.nodes.length)
  if (compareHybrid(closed, state.closed[slot]!) > 0) state.closed[slot] = closed
}

export function onExchangeTimer(core: Core): void {
  const { state } = core
  for (const node of state.peers.keys()) sendStamped(core, node, { type: 'have', seen: [...state.seen] })
  setTimer(core, 'exchange', state.settings.retransmit_us)
}

export function onHave(core: Core, from: NodeId, { sent_at, seen: told }: Have): void {
  const { state } = core
  if (!takeStamp(core, from, sent_at)) return
  const peer = state.peers.get(from)!
  for (const [origin, count] of state.seen.entries()) {
    const has = countOf(told, origin)
    // What it lacked the last time too is not on its way.
    if (has >= count || peer.told === null || countOf(peer.told, origin) !== has) continue
    state.counters.retransmissions++
    sendRange(core, from, origin, has, Math.min(count, has + RESENT_MAX))
  }
  peer.told = told
}

/** Sends the message with the hybrid time at which it leaves. */
function sendStamped(core: Core, to: NodeId, message: Omit<Versions, 'sent_at'> | Omit<Have, 'sent_at'>): void {
  send(core, to, { ...message, sent_at: tickClock(core.state) }, afterStored(core.state))
}
