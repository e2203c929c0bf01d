import type { MessageRef } from '../../../src-shared/events'
import type { MessageTrace } from '../../../src-shared/folds/messages'
import type { EndpointId } from '../../../src-shared/ids'
import { arrivedAt, sentAt } from './flights'

/** What is told of a message's causes, and of its effects, is no longer than this. */
const NEIGHBOURS_MAX = 8
/** Earlier ones and later ones are too far away to be told as its doing, µs. */
const NEIGHBOUR_US_MAX = 2_000_000

interface Step {
  readonly t_us: number
  readonly message: MessageTrace
  readonly sends: boolean
}

/** When the receiver had read it, µs; null: it never did. */
function readAt(message: MessageTrace): number | null {
  return message.received_us ?? arrivedAt(message)
}

/** What the sender had read since it last sent anything: what the message follows from, newest first. None: a timer, or a person. */
export function causesOf(message: MessageTrace, among: Iterable<MessageTrace>): MessageTrace[] {
  const steps = stepsOf(message.from, sentAt(message) - NEIGHBOUR_US_MAX, sentAt(message), among)
  let place = steps.findIndex((step) => step.sends && isSame(step.message, message)) - 1
  while (place >= 0 && steps[place]!.sends) place -= 1
  const causes: MessageTrace[] = []
  for (; place >= 0 && !steps[place]!.sends && causes.length < NEIGHBOURS_MAX; place -= 1) causes.push(steps[place]!.message)
  return causes
}

/** What the receiver sent after it had read the message, before it read on: what follows from it, oldest first. */
export function effectsOf(message: MessageTrace, among: Iterable<MessageTrace>): MessageTrace[] {
  const read_us = readAt(message)
  if (read_us === null) return []
  const steps = stepsOf(message.to, read_us, read_us + NEIGHBOUR_US_MAX, among)
  let place = steps.findIndex((step) => !step.sends && isSame(step.message, message)) + 1
  if (place === 0) return []
  while (place < steps.length && !steps[place]!.sends) place += 1
  const effects: MessageTrace[] = []
  for (; place < steps.length && steps[place]!.sends && effects.length < NEIGHBOURS_MAX; place += 1)
    effects.push(steps[place]!.message)
  return effects
}

/** What a node sent and read, in its own order. */
function stepsOf(node: EndpointId, from_us: number, to_us: number, among: Iterable<MessageTrace>): Step[] {
  const steps: Step[] = []
  for (const message of among) {
    const read_us = readAt(message)
    if (message.from === node && isWithin(sentAt(message), from_us, to_us))
      steps.push({ t_us: sentAt(message), message, sends: true })
    if (message.to === node && read_us !== null && isWithin(read_us, from_us, to_us))
      steps.push({ t_us: read_us, message, sends: false })
  }
  return steps.sort((a, b) => a.t_us - b.t_us || lamportOf(a) - lamportOf(b))
}

function lamportOf({ message, sends }: Step): number {
  return (sends ? message.sent_clock : message.received_clock)?.lamport ?? 0
}

/** Messages before and after the sending of one, by happened-before (Lamport 1978). */
export interface Cones {
  readonly past: ReadonlySet<MessageTrace>
  readonly future: ReadonlySet<MessageTrace>
}

/**
 * A message is in the past of the chosen one if it was read where and before something happened that led to its sending, and in the future
 * if it was sent after that sending, as far as messages and the order within each node tell.
 */
export function conesOf(chosen: MessageTrace, among: Iterable<MessageTrace>): Cones {
  const others = [...among].filter((message) => !isSame(message, chosen))
  return { past: pastOf(chosen, others), future: futureOf(chosen, others) }
}

function pastOf(chosen: MessageTrace, others: readonly MessageTrace[]): Set<MessageTrace> {
  /** Up to here everything at a node is in the past, µs. */
  const until_us = new Map([[chosen.from, sentAt(chosen)]])
  const past = new Set<MessageTrace>()
  const read = others.filter((message) => readAt(message) !== null).sort((a, b) => readAt(b)! - readAt(a)!)
  for (const message of read) {
    if (readAt(message)! > (until_us.get(message.to) ?? -1)) continue
    past.add(message)
    until_us.set(message.from, Math.max(until_us.get(message.from) ?? -1, sentAt(message)))
  }
  return past
}

function futureOf(chosen: MessageTrace, others: readonly MessageTrace[]): Set<MessageTrace> {
  /** From here on everything at a node is in the future, µs. */
  const since_us = new Map([[chosen.from, sentAt(chosen)]])
  const future = new Set<MessageTrace>()
  const reach = (message: MessageTrace): void => {
    const read_us = readAt(message)
    if (read_us !== null) since_us.set(message.to, Math.min(since_us.get(message.to) ?? Infinity, read_us))
  }
  reach(chosen)
  for (const message of [...others].sort((a, b) => sentAt(a) - sentAt(b))) {
    if (sentAt(message) < (since_us.get(message.from) ?? Infinity)) continue
    future.add(message)
    reach(message)
  }
  return future
}

/** Traces are copied when something more is heard of them. */
export function isSame(a: MessageRef, b: MessageRef): boolean {
  return a.n === b.n && a.from === b.from && a.to === b.to && a.boot === b.boot
}

function isWithin(t_us: number, from_us: number, to_us: number): boolean {
  return t_us >= from_us && t_us <= to_us
}
