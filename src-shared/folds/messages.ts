/** The newest traced messages and what became of each. */
import type { DropCause, EventOf, LabEvent, LogicalClock, MessageRef } from '../events'
import type { EndpointId } from '../ids'
import { Ring } from './ring'

/** What is known of one message. Frozen once its fate is: copies of the fold share it then. */
export interface MessageTrace {
  /** Which of the run's traces it is, from 0. */
  readonly place: number
  readonly from: EndpointId
  readonly to: EndpointId
  readonly boot: number
  readonly n: number
  /** First sight of it, µs: normally when it was sent. */
  readonly first_us: number
  /** Type and size; null while only the network has been heard of it. */
  type: string | null
  /** What it is where its type leaves that open, by names of declared forms. */
  forms: readonly string[] | null
  /** What is in it, in one line, if the sender kept that. */
  says: string | null
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
  /** It says something else than its sender said, under a right checksum. */
  altered: boolean
  dropped: { readonly t: number; readonly cause: DropCause } | null
  /** Somebody holds it back. */
  held: boolean
}

export type MessageStatus = 'in flight' | 'held' | 'delivered' | 'dropped' | 'corrupted' | 'altered'

export interface MessagesFold {
  /** By first sight, oldest first. */
  readonly recent: Ring<MessageTrace>
  /** Traced messages of the run; more than `recent` holds. */
  total: number
  /** Newest word on sampling, by source: one message in so many is traced. */
  readonly keep_one_in: Map<EndpointId, number>
  /** By sender, receiver, the sender's boot, and the frame's number: small integers are the quickest keys. */
  readonly index: Map<EndpointId, Map<EndpointId, Map<number, Map<number, MessageTrace>>>>
}

const TRACES_MAX = 20_000

export function createMessagesFold(): MessagesFold {
  return { recent: new Ring(TRACES_MAX), total: 0, keep_one_in: new Map(), index: new Map() }
}

type TracedEvent = EventOf<'sent' | 'delivered' | 'dropped' | 'received' | 'held'>

/** The sources are merged by time, but the network's word may still come before the sender's. */
export function foldMessages(fold: MessagesFold, event: LabEvent): void {
  switch (event.kind) {
    case 'sent':
    case 'delivered':
    case 'dropped':
    case 'received':
    case 'held': {
      const trace = traceOf(fold, event)
      note(trace, event)
      if (isSettled(trace)) Object.freeze(trace)
      return
    }
    case 'sampling':
      fold.keep_one_in.set(event.source, event.keep_one_in)
      return
    default:
  }
}

function note(trace: MessageTrace, event: TracedEvent): void {
  switch (event.kind) {
    case 'sent':
      trace.type = event.type
      trace.forms = event.forms ? Object.freeze(event.forms) : null
      trace.says = event.says ?? null
      trace.bytes = event.bytes
      trace.sent_us = event.t
      trace.sent_clock = fixed(event.clock)
      return
    case 'delivered':
      trace.delivered_us ??= event.t
      trace.late_us ??= event.late_us
      trace.copies += 1
      trace.corrupted ||= event.corrupted
      trace.altered ||= event.altered ?? false
      return
    case 'dropped':
      trace.dropped ??= Object.freeze({ t: event.t, cause: event.cause })
      return
    case 'received':
      trace.type ??= event.type
      trace.received_us ??= event.t
      trace.received_clock ??= fixed(event.clock)
      return
    case 'held':
      trace.held = true
  }
}

/** Nothing more is to be expected of it; another copy may come all the same. */
function isSettled({ sent_us, delivered_us, received_us, dropped }: MessageTrace): boolean {
  return sent_us !== null && (dropped !== null || (delivered_us !== null && received_us !== null))
}

/** Lets go of all traces; what is counted stays. */
export function forgetMessages({ recent, index, total }: MessagesFold): void {
  recent.clear()
  recent.lost = total
  index.clear()
}

/** Takes all traces out, oldest first. The fold is of no use until {@link putTraces} has put them back or they are forgotten. */
export function takeTraces({ recent, index }: MessagesFold): MessageTrace[] {
  const traces = recent.toArray()
  recent.clear()
  recent.lost -= traces.length
  index.clear()
  return traces
}

/** Puts traces, or copies of them, into the fold (or a copy of it) that they were taken from. */
export function putTraces({ recent, index }: MessagesFold, traces: Iterable<MessageTrace>): void {
  for (const trace of traces) {
    for (const part of [trace.forms, trace.sent_clock, trace.received_clock, trace.dropped]) if (part) Object.freeze(part)
    if (isSettled(trace)) Object.freeze(trace)
    childOf(childOf(childOf(index, trace.from), trace.to), trace.boot).set(trace.n, trace)
    recent.push(trace)
  }
}

/** What became of a message, in one word. */
export function statusOf(trace: MessageTrace): MessageStatus {
  if (trace.corrupted) return 'corrupted'
  if (trace.altered) return 'altered'
  if (trace.delivered_us !== null || trace.received_us !== null) return 'delivered'
  if (trace.dropped !== null) return 'dropped'
  return trace.held ? 'held' : 'in flight'
}

/** What is known of this message; undefined: nothing any more. */
export function findTrace({ index }: MessagesFold, { from, to, boot, n }: MessageRef): MessageTrace | undefined {
  return index.get(from)?.get(to)?.get(boot)?.get(n)
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

/** The message's trace, ready to be changed. */
function traceOf(fold: MessagesFold, event: TracedEvent): MessageTrace {
  const { from, to, boot, n } = event
  const frames = childOf(childOf(childOf(fold.index, from), to), boot)
  const known = frames.get(n)
  if (known !== undefined && !Object.isFrozen(known)) return known
  const trace = known ? { ...known } : newTrace(fold.total, from, to, boot, n, event.t)
  frames.set(n, trace)
  if (known) fold.recent.replace(known.place - fold.recent.lost, trace)
  else addTrace(fold, trace)
  return trace
}

function newTrace(place: number, from: EndpointId, to: EndpointId, boot: number, n: number, first_us: number): MessageTrace {
  return {
    place,
    from,
    to,
    boot,
    n,
    first_us,
    type: null,
    forms: null,
    says: null,
    bytes: null,
    sent_us: null,
    sent_clock: null,
    delivered_us: null,
    received_us: null,
    received_clock: null,
    late_us: null,
    copies: 0,
    corrupted: false,
    altered: false,
    dropped: null,
    held: false
  }
}

function addTrace(fold: MessagesFold, trace: MessageTrace): void {
  fold.total += 1
  const old = fold.recent.push(trace)
  if (old) forgetTrace(fold, old)
}

function forgetTrace({ index }: MessagesFold, { from, to, boot, n }: MessageTrace): void {
  const boots = index.get(from)?.get(to)
  const frames = boots?.get(boot)
  frames?.delete(n)
  if (frames?.size === 0) boots!.delete(boot)
}

function childOf<K, L, V>(map: Map<K, Map<L, V>>, key: K): Map<L, V> {
  let child = map.get(key)
  if (child === undefined) map.set(key, (child = new Map()))
  return child
}
