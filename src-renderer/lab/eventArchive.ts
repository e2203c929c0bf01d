import { isMessageEvent } from '../../src-shared/events'
import type { LabEvent } from '../../src-shared/events'
import { decodeEvents, encodeEvents } from '../../src-shared/wire/events'

/** Room for a few million events. */
const BYTES_MAX = 256 * 1024 * 1024
/** Batches kept decoded: whoever steps to and fro reads the same few again. */
const DECODED_MAX = 4

/** Consecutive events, encoded, and what one must know to find one of them. */
interface Batch {
  bytes: Uint8Array
  readonly first_seq: number
  readonly last_seq: number
  /** Highest time of this and all earlier batches, µs: late events keep an earlier one. */
  readonly reached_us: number
}

/**
 * All events of a run, encoded, in order. Bounded: beyond `bytes_max` the oldest batches lose their message events, and when there are
 * none left to lose, newer events are not taken any more.
 */
export class EventArchive {
  private readonly batches: Batch[] = []
  private readonly decoded = new Map<Batch, readonly LabEvent[]>()
  private thinned = 0
  bytes = 0
  /** Up to here messages are no longer known, µs; null: all are. */
  thinned_us: number | null = null
  /** Nothing after its last event is kept. */
  full = false

  constructor(private readonly bytes_max = BYTES_MAX) {}

  /** Takes a batch in. `events` is what it decodes to. */
  append(bytes: Uint8Array, events: readonly LabEvent[]): void {
    if (this.full || events.length === 0) return
    const reached_us = events.reduce((latest, { t }) => Math.max(latest, t), this.batches.at(-1)?.reached_us ?? 0)
    this.batches.push({ bytes, first_seq: events[0]!.seq, last_seq: events.at(-1)!.seq, reached_us })
    this.bytes += bytes.byteLength
    while (this.bytes > this.bytes_max && this.thinned < this.batches.length) this.thinOldest()
    this.full = this.bytes > this.bytes_max
  }

  /** Position in the stream of the first and the last event; 0 while it is empty. */
  get first_seq(): number {
    return this.batches[0]?.first_seq ?? 0
  }
  get last_seq(): number {
    return this.batches.at(-1)?.last_seq ?? 0
  }

  /** Events after `seq`, in order, as far as they go. */
  *after(seq: number): IterableIterator<LabEvent> {
    for (let place = this.firstBatch((batch) => batch.last_seq > seq); place < this.batches.length; place++) {
      const events = this.eventsOf(this.batches[place]!)
      for (let i = firstIndex(events, (event) => event.seq > seq); i < events.length; i++) yield events[i]!
    }
  }

  /** Events before `seq`, newest first. */
  *before(seq: number): IterableIterator<LabEvent> {
    const from = this.firstBatch((batch) => batch.last_seq >= seq)
    for (let place = Math.min(from, this.batches.length - 1); place >= 0; place--) {
      const events = this.eventsOf(this.batches[place]!)
      for (let i = firstIndex(events, (event) => event.seq >= seq) - 1; i >= 0; i--) yield events[i]!
    }
  }

  /** The event with this position, or the last one before it. */
  at(seq: number): LabEvent | null {
    return this.before(seq + 1).next().value ?? null
  }

  /** Position of the last event up to which no event is later than `t_us`; 0 when the first one is. */
  seqAt(t_us: number): number {
    const place = this.firstBatch((batch) => batch.reached_us > t_us)
    const batch = this.batches[place]
    if (batch === undefined) return this.last_seq
    const events = this.eventsOf(batch)
    const later = events.findIndex((event) => event.t > t_us)
    return later > 0 ? events[later - 1]!.seq : (this.batches[place - 1]?.last_seq ?? 0)
  }

  private firstBatch(isIt: (batch: Batch) => boolean): number {
    return firstIndex(this.batches, isIt)
  }

  private eventsOf(batch: Batch): readonly LabEvent[] {
    const known = this.decoded.get(batch)
    if (known) return known
    const events = decodeEvents<LabEvent>(batch.bytes)
    if (this.decoded.size >= DECODED_MAX) this.decoded.delete(this.decoded.keys().next().value!)
    this.decoded.set(batch, events)
    return events
  }

  private thinOldest(): void {
    const batch = this.batches[this.thinned++]!
    const rest = decodeEvents<LabEvent>(batch.bytes).filter((event) => !isMessageEvent(event))
    // A copy of its own: the encoder's answer may be a view of a larger buffer.
    const bytes = encodeEvents(rest).slice()
    this.bytes += bytes.byteLength - batch.bytes.byteLength
    this.decoded.delete(batch)
    batch.bytes = bytes
    this.thinned_us = batch.reached_us
  }
}

/** First place from which on `isIt` holds; the length when it nowhere does. */
function firstIndex<Item>(items: readonly Item[], isIt: (item: Item) => boolean): number {
  let low = 0
  let high = items.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (isIt(items[middle]!)) high = middle
    else low = middle + 1
  }
  return low
}
