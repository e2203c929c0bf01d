/** The newest traced messages and what became of each. */
import type { DropCause, EventOf, LabEvent, LogicalClock } from '../events'
import type { EndpointId } from '../ids'
import { Ring } from './ring'

export interface MessageTrace {
  readonly from: EndpointId
  readonly to: EndpointId
  readonly boot: number
  readonly n: number
  /** First sight of it, µs: normally when it was sent. */
  readonly first_us: number
  /** Type and size; null while only the network has been heard of it. */
  type: string | null
  bytes: number | null
  sent_us: number | null
  sent_clock: LogicalClock | null
  /** First arrival at the receiver, µs. */
  delivered_us: number | null
  /** When the receiver had read it, µs. */
  received_us: number | null
  received_clock: LogicalClock | null
  /** Later than the sender meant it to be, µs: the time in the link. */
  late_us: number | null
  /** How many copies arrived. */
  copies: number
  corrupted: boolean
  dropped: { readonly t: number; readonly cause: DropCause } | null
  /** Somebody holds it back. */
  held: boolean
}

export type MessageFate = 'in flight' | 'held' | 'delivered' | 'dropped' | 'corrupted'

export interface MessagesFold {
  /** By first sight, oldest first. */
  readonly recent: Ring<MessageTrace>
  /** Traced messages of the run; more than `recent` holds. */
  total: number
  /** Newest word on sampling, by source: one message in so many is traced. */
  readonly keep_one_in: Map<EndpointId, number>
  readonly index: Map<EndpointId, Map<EndpointId, Map<number, MessageTrace>>>
}

const TRACES_MAX = 20_000
/** Boots and frame numbers share one number as the key: 2^38 frames per boot. */
const FRAMES_PER_BOOT = 2 ** 38

export function createMessagesFold(): MessagesFold {
  return { recent: new Ring(TRACES_MAX), total: 0, keep_one_in: new Map(), index: new Map() }
}

/** The sources are merged by time, but the network's word may still come before the sender's. */
export function foldMessages(fold: MessagesFold, event: LabEvent): void {
  switch (event.kind) {
    case 'sent': {
      const trace = traceOf(fold, event)
      trace.type = event.type
      trace.bytes = event.bytes
      trace.sent_us = event.t
      trace.sent_clock = fixed(event.clock)
      return
    }
    case 'delivered': {
      const trace = traceOf(fold, event)
      trace.delivered_us ??= event.t
      trace.late_us ??= event.late_us
      trace.copies += 1
      trace.corrupted ||= event.corrupted
      return
    }
    case 'dropped':
      traceOf(fold, event).dropped ??= { t: event.t, cause: event.cause }
      return
    case 'received': {
      const trace = traceOf(fold, event)
      trace.type ??= event.type
      trace.received_us ??= event.t
      trace.received_clock ??= fixed(event.clock)
      return
    }
    case 'held':
      traceOf(fold, event).held = true
      return
    case 'sampling':
      fold.keep_one_in.set(event.source, event.keep_one_in)
      return
    default:
  }
}

/** What became of a message, in one word. */
export function fateOf(trace: MessageTrace): MessageFate {
  if (trace.corrupted) return 'corrupted'
  if (trace.delivered_us !== null || trace.received_us !== null) return 'delivered'
  if (trace.dropped !== null) return 'dropped'
  return trace.held ? 'held' : 'in flight'
}

/** Traces first seen at or after `since_us`, newest first: stops at the first older one. */
export function* recentMessages(fold: MessagesFold, since_us: number): IterableIterator<MessageTrace> {
  for (let place = fold.recent.length - 1; place >= 0; place -= 1) {
    const trace = fold.recent.at(place)!
    if (trace.first_us < since_us) return
    yield trace
  }
}

/** Frozen, so that copies of the fold share it. */
function fixed(clock: LogicalClock | undefined): LogicalClock | null {
  return clock ? Object.freeze(clock) : null
}

function traceOf(fold: MessagesFold, event: EventOf<'sent' | 'delivered' | 'dropped' | 'received' | 'held'>): MessageTrace {
  const { from, to, boot, n } = event
  const link = childOf(childOf(fold.index, from), to)
  const key = boot * FRAMES_PER_BOOT + n
  let trace = link.get(key)
  if (trace === undefined) {
    trace = {
      from,
      to,
      boot,
      n,
      first_us: event.t,
      type: null,
      bytes: null,
      sent_us: null,
      sent_clock: null,
      delivered_us: null,
      received_us: null,
      received_clock: null,
      late_us: null,
      copies: 0,
      corrupted: false,
      dropped: null,
      held: false
    }
    link.set(key, trace)
    fold.total += 1
    const old = fold.recent.push(trace)
    if (old)
      fold.index
        .get(old.from)
        ?.get(old.to)
        ?.delete(old.boot * FRAMES_PER_BOOT + old.n)
  }
  return trace
}

function childOf<K, L, V>(map: Map<K, Map<L, V>>, key: K): Map<L, V> {
  let child = map.get(key)
  if (child === undefined) map.set(key, (child = new Map()))
  return child
}
