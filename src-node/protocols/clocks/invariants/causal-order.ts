/** Which event happened before which, counted from what nodes told they did, whatever their stamps say. */
import type { LabEvent } from '../../../../src-shared/events'
import type { NodeId } from '../../../../src-shared/ids'
import { ClockEvent } from '../../../../src-shared/protocols/clocks/facts'
import { setBounded } from '../../kit/bounded'

/** Pasts remembered of what may yet be received; the oldest are forgotten. */
const PASTS_MAX = 8_192
/** Events that wait until the send of what they received has been told. */
const WAITING_MAX = 1_024
/** So much later than its receive a send is no longer awaited: whoever told of it was killed before it could, µs. */
const WAIT_US_MAX = 1_000_000

/** For each node the place of the last of its events that happened before this one, or is this one. */
export type Past = ReadonlyMap<NodeId, number>

export interface Placed {
  readonly event: ClockEvent
  readonly past: Past
}

/**
 * Hands out events in an order in which causes come first. Where something is missing from the stream it forgets everything, so that nothing
 * is concluded from half a story.
 */
export class CausalOrder {
  private waiting: ClockEvent[] = []
  private readonly pasts = new Map<string, Past>()
  private readonly newest = new Map<NodeId, Placed>()
  /** The first place of each node that it has seen. */
  private readonly first = new Map<NodeId, number>()

  /** `onForget`: what was handed out before cannot be compared with what comes. */
  constructor(private readonly onForget: () => void) {}

  /** The events whose causes are all known now. */
  observe(event: LabEvent): readonly Placed[] {
    if (event.kind === 'gap') this.forget()
    if (!ClockEvent.is(event)) return NOTHING
    this.waiting.push(event)
    const placed = this.placeAll()
    const oldest = this.waiting[0]
    if (oldest && (this.waiting.length > WAITING_MAX || event.t - oldest.t > WAIT_US_MAX)) this.forget()
    return placed
  }

  private placeAll(): readonly Placed[] {
    const placed: Placed[] = []
    for (let found = true; found;) {
      found = false
      const blocked = new Set<NodeId>()
      const waiting = this.waiting
      this.waiting = []
      for (const event of waiting) {
        if (blocked.has(event.node) || this.mustWait(event)) {
          blocked.add(event.node)
          this.waiting.push(event)
          continue
        }
        placed.push(this.place(event))
        found = true
      }
      found &&= this.waiting.length > 0
    }
    return placed
  }

  /** The send of what it received has not been told. */
  private mustWait({ data: { peer, sent_place, does } }: ClockEvent): boolean {
    if (does !== 'receive') return false
    return (this.newest.get(peer!)?.event.data.place ?? 0) < sent_place!
  }

  private place(event: ClockEvent): Placed {
    const { node, data } = event
    const before = this.newest.get(node)
    if (before !== undefined && before.event.data.place + 1 !== data.place) this.forget()
    if (!this.first.has(node)) this.first.set(node, data.place)
    const past = new Map(this.newest.get(node)?.past)
    for (const [other, place] of this.pastOfSend(data)) past.set(other, Math.max(place, past.get(other) ?? 0))
    past.set(node, data.place)
    const placed = { event, past }
    this.newest.set(node, placed)
    if (data.does === 'send') setBounded(this.pasts, nameOf(node, data.place), past, PASTS_MAX)
    return placed
  }

  private pastOfSend({ does, peer, sent_place }: ClockEvent['data']): Past {
    if (does !== 'receive') return NO_PAST
    const past = this.pasts.get(nameOf(peer!, sent_place!))
    if (past !== undefined) return past
    // What was sent before this began to watch tells of nothing that it remembers.
    if (sent_place! >= (this.first.get(peer!) ?? Infinity)) this.forget()
    return NO_PAST
  }

  private forget(): void {
    this.waiting = []
    this.pasts.clear()
    this.newest.clear()
    this.first.clear()
    this.onForget()
  }
}

const NOTHING: readonly Placed[] = []
const NO_PAST: Past = new Map()

function nameOf(node: NodeId, place: number): string {
  return `${node} ${place}`
}

/** Whether the first, another event, happened before the second. */
export function isBefore({ event: { node, data } }: Placed, { past }: Placed): boolean {
  return (past.get(node) ?? 0) >= data.place
}
