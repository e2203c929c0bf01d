/** Events of a run by happened-before (Lamport 1978): order within each node, from a send to its receive, and chains of these. */
import type { LogicalClock } from '../events'
import type { EndpointId } from '../ids'
import type { HybridTime } from './hybrid-clock'
import { compareVectors } from './vectors'
import type { Order } from './vectors'

export interface CausalEvent {
  /** Its own among the history's events. */
  readonly id: string
  readonly node: EndpointId
  readonly t_us: number
  readonly does: 'write' | 'send' | 'receive'
  /** `x = 1 to B`. */
  readonly what: string
  /** The same of a send and its receives; null: it has nothing to do with a message. */
  readonly message: string | null
  /** It raised its node's clocks; if not, its stamp is that of the event before it, and vectors say nothing of it. */
  readonly counts: boolean
  /** Null: nobody kept it. */
  readonly stamp: LogicalClock | null
  /** What the physical and the hybrid clock of its node showed; null: nobody told. */
  readonly clocks: PhysicalClocks | null
}

export interface PhysicalClocks {
  readonly physical_us: number
  readonly hybrid: HybridTime
}

/** A message of which both ends are among the events. */
export interface CausalMessage {
  readonly send: CausalEvent
  readonly receive: CausalEvent
}

/** `receive x = 1 from A at B`. */
export function eventName({ does, what, node }: CausalEvent): string {
  return `${does} ${what} at ${node}`
}

export class CausalHistory {
  readonly messages: readonly CausalMessage[]
  private readonly lanes = new Map<EndpointId, CausalEvent[]>()
  private readonly next = new Map<CausalEvent, CausalEvent[]>()
  private readonly previous = new Map<CausalEvent, CausalEvent[]>()
  private readonly pasts = new Map<CausalEvent, ReadonlySet<CausalEvent>>()

  /** `events`: those of each node in its own order. */
  constructor(readonly events: readonly CausalEvent[]) {
    for (const event of events) this.addToLane(event)
    const sends = new Map(events.flatMap((event) => (event.does === 'send' ? [[event.message, event] as const] : [])))
    this.messages = events.flatMap((receive) => {
      const send = receive.does === 'receive' ? sends.get(receive.message) : undefined
      return send === undefined ? [] : [{ send, receive }]
    })
    for (const { send, receive } of this.messages) this.connect(send, receive)
  }

  /** The node's events, in its order. */
  laneOf(node: EndpointId): readonly CausalEvent[] {
    return this.lanes.get(node) ?? []
  }

  /** All that happened before it. */
  pastOf(event: CausalEvent): ReadonlySet<CausalEvent> {
    let past = this.pasts.get(event)
    if (past === undefined) {
      past = new Set([...reachedFrom(event, this.previous).keys()].filter((other) => other !== event))
      this.pasts.set(event, past)
    }
    return past
  }

  /** All that it happened before. */
  futureOf(event: CausalEvent): ReadonlySet<CausalEvent> {
    return new Set([...reachedFrom(event, this.next).keys()].filter((other) => other !== event))
  }

  /** The shortest chain from one event to another, both included; null: there is none among these events. */
  chainOf(from: CausalEvent, to: CausalEvent): readonly CausalEvent[] | null {
    const reached = reachedFrom(from, this.next)
    if (!reached.has(to)) return null
    const chain = [to]
    for (let at = reached.get(to); at; at = reached.get(at)) chain.unshift(at)
    return chain
  }

  /** How `a` stands to `b`: by a chain; where these events hold none, as the vectors tell, since what lies between may not be among them. */
  orderOf(a: CausalEvent, b: CausalEvent): Order {
    if (a === b) return 'same'
    if (this.pastOf(b).has(a)) return 'before'
    if (this.pastOf(a).has(b)) return 'after'
    if (!a.stamp || !b.stamp || !a.counts || !b.counts) return 'concurrent'
    const told = compareVectors(a.stamp.vector, b.stamp.vector)
    return told === 'same' ? 'concurrent' : told
  }

  private addToLane(event: CausalEvent): void {
    const lane = this.lanes.get(event.node) ?? []
    this.lanes.set(event.node, lane)
    if (lane.length > 0) this.connect(lane.at(-1)!, event)
    lane.push(event)
  }

  private connect(from: CausalEvent, to: CausalEvent): void {
    this.next.set(from, [...(this.next.get(from) ?? []), to])
    this.previous.set(to, [...(this.previous.get(to) ?? []), from])
  }
}

/** All that can be reached, nearest first, each with the event before it on the way; null at the start. */
function reachedFrom(
  start: CausalEvent,
  edges: ReadonlyMap<CausalEvent, readonly CausalEvent[]>
): Map<CausalEvent, CausalEvent | null> {
  const reached = new Map<CausalEvent, CausalEvent | null>([[start, null]])
  // A map is walked in the order in which it grows.
  for (const event of reached.keys())
    for (const other of edges.get(event) ?? []) if (!reached.has(other)) reached.set(other, event)
  return reached
}
