import type { LabEvent } from '../../../src-shared/events'
import { withoutMessages, withoutOperations } from '../../../src-shared/protocols/thinning'
import { decodeEvents, encodeEvents } from '../../../src-shared/wire/events'
import { firstIndex } from '../firstIndex'
import { compress, decompress } from './compression'

/** What each part of the archive may take. */
export interface ArchiveBounds {
  /** The newest events, all of them. */
  readonly whole_bytes_max: number
  /** Older ones, without single messages. */
  readonly messageless_bytes_max: number
  /** The oldest, without single operations as well. */
  readonly sparse_bytes_max: number
}

const MIB = 1024 * 1024
const BOUNDS: ArchiveBounds = {
  whole_bytes_max: 24 * MIB,
  messageless_bytes_max: 16 * MIB,
  sparse_bytes_max: 20 * MIB
}
/** Of its length, what a batch that waits to be compressed is taken to need. */
const COMPRESSED_SHARE = 0.3
/** Batches kept decoded: whoever steps to and fro reads the same few again. */
const DECODED_MAX = 4
/** Events that are thinned at once, and make one batch: a few milliseconds' work. */
const THINNED_EVENTS = 4096

/** Consecutive events, encoded, and what one must know to find one of them. */
interface Batch {
  bytes: Uint8Array
  /** Length of the encoded events if they are compressed; null: they are not. */
  encoded_bytes: number | null
  readonly first_seq: number
  readonly last_seq: number
  /** Highest time of this and all earlier batches, µs: late events keep an earlier one. */
  readonly reached_us: number
}

/** A segment of the archive: the batches with index < `end` that are in no earlier segment. */
interface ArchiveSegment {
  end: number
  bytes: number
}

/** Boundary up to which details have been discarded. */
export interface Thinned {
  readonly seq: number
  readonly t_us: number
}

/**
 * The events of a run, encoded and by and by compressed, in order, in bounded memory: the newest whole, older ones without single messages, the oldest without
 * single operations as well. When even those have no more room, newer events are not taken any more.
 */
export class EventArchive {
  private readonly batches: Batch[] = []
  private readonly decoded = new Map<Batch, readonly LabEvent[]>()
  /** Batches that are not compressed yet, oldest first. */
  private readonly loose: Batch[] = []
  private readonly sparse: ArchiveSegment = { end: 0, bytes: 0 }
  private readonly messageless: ArchiveSegment = { end: 0, bytes: 0 }
  private whole_bytes = 0
  /** Up to here single messages are no longer known; null: all are. */
  without_messages: Thinned | null = null
  /** Up to here single operations are no longer known; null: all are. */
  without_operations: Thinned | null = null
  /** Nothing after its last event is kept. */
  full = false

  constructor(private readonly bounds = BOUNDS) {}

  /** What it takes, or will when all of it is compressed. */
  get bytes(): number {
    return this.sparse.bytes + this.messageless.bytes + this.whole_bytes
  }

  /** Takes a batch in. `events` is what it decodes to. */
  append(bytes: Uint8Array, events: readonly LabEvent[]): void {
    if (this.full || events.length === 0) return
    const reached_us = events.reduce((latest, { t }) => Math.max(latest, t), this.batches.at(-1)?.reached_us ?? 0)
    const batch: Batch = { bytes, encoded_bytes: null, first_seq: events[0]!.seq, last_seq: events.at(-1)!.seq, reached_us }
    this.batches.push(batch)
    this.loose.push(batch)
    this.whole_bytes += bytesOf(batch)
    this.makeRoom()
  }

  /** Compresses batches until `isOver()`, at least one; false when none is left. */
  compress(isOver: () => boolean): boolean {
    do {
      const batch = this.loose.shift()
      if (batch === undefined) return false
      const before_bytes = bytesOf(batch)
      batch.encoded_bytes = batch.bytes.byteLength
      batch.bytes = compress(batch.bytes)
      this.whole_bytes += bytesOf(batch) - before_bytes
    } while (!isOver())
    return this.loose.length > 0
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
    for (let index = this.firstBatch((batch) => batch.last_seq > seq); index < this.batches.length; index++) {
      const events = this.eventsOf(this.batches[index]!)
      for (let i = firstIndex(events, (event) => event.seq > seq); i < events.length; i++) yield events[i]!
    }
  }

  /** Events before `seq`, newest first. */
  *before(seq: number): IterableIterator<LabEvent> {
    const from = this.firstBatch((batch) => batch.last_seq >= seq)
    for (let index = Math.min(from, this.batches.length - 1); index >= 0; index--) {
      const events = this.eventsOf(this.batches[index]!)
      for (let i = firstIndex(events, (event) => event.seq >= seq) - 1; i >= 0; i--) yield events[i]!
    }
  }

  /** The event with this position, or the last one before it. */
  at(seq: number): LabEvent | null {
    return this.before(seq + 1).next().value ?? null
  }

  /** Position of the last event up to which no event is later than `t_us`; 0 when the first one is. */
  seqAt(t_us: number): number {
    const index = this.firstBatch((batch) => batch.reached_us > t_us)
    const batch = this.batches[index]
    if (batch === undefined) return this.last_seq
    const events = this.eventsOf(batch)
    const later = events.findIndex((event) => event.t > t_us)
    const last = later === -1 ? events.at(-1) : events[later - 1]
    if (last !== undefined) return last.seq
    // The last event of the batch before may have been discarded.
    return this.at(this.batches[index - 1]?.last_seq ?? 0)?.seq ?? 0
  }

  private firstBatch(predicate: (batch: Batch) => boolean): number {
    return firstIndex(this.batches, predicate)
  }

  private eventsOf(batch: Batch): readonly LabEvent[] {
    const known = this.decoded.get(batch)
    if (known) return known
    const events = decodeBatch(batch)
    if (this.decoded.size >= DECODED_MAX) this.decoded.delete(this.decoded.keys().next().value!)
    this.decoded.set(batch, events)
    return events
  }

  private makeRoom(): void {
    const { sparse, messageless, bounds } = this
    while (this.whole_bytes > bounds.whole_bytes_max && messageless.end < this.batches.length) {
      const [before_bytes, batch] = this.thin(messageless.end, this.batches.length, withoutMessages)
      this.whole_bytes -= before_bytes
      messageless.bytes += batch.bytes.byteLength
      messageless.end += 1
      this.without_messages = { seq: batch.last_seq, t_us: batch.reached_us }
    }
    while (messageless.bytes > bounds.messageless_bytes_max && sparse.end < messageless.end) {
      const length = this.batches.length
      const [before_bytes, batch] = this.thin(sparse.end, messageless.end, withoutOperations)
      messageless.bytes -= before_bytes
      messageless.end -= length - this.batches.length
      sparse.bytes += batch.bytes.byteLength
      sparse.end += 1
      this.without_operations = { seq: batch.last_seq, t_us: batch.reached_us }
    }
    this.full = sparse.bytes > bounds.sparse_bytes_max || this.whole_bytes > bounds.whole_bytes_max
  }

  /** Makes one thinner batch of some from place `from` on. Returns it, and what those took. */
  private thin(from: number, end: number, without: (events: readonly LabEvent[]) => LabEvent[]): [bytes: number, batch: Batch] {
    const events: LabEvent[] = []
    let bytes = 0
    let to = from
    for (; to < end && events.length < THINNED_EVENTS; to++) {
      const batch = this.batches[to]!
      for (const event of decodeBatch(batch)) events.push(event)
      bytes += bytesOf(batch)
      this.decoded.delete(batch)
      if (this.loose[0] === batch) this.loose.shift()
    }
    const { first_seq } = this.batches[from]!
    const { last_seq, reached_us } = this.batches[to - 1]!
    const encoded = encodeEvents(without(events))
    const batch: Batch = { bytes: compress(encoded), encoded_bytes: encoded.byteLength, first_seq, last_seq, reached_us }
    this.batches.splice(from, to - from, batch)
    return [bytes, batch]
  }
}

/** What it takes, or will when it is compressed. */
function bytesOf({ bytes, encoded_bytes }: Batch): number {
  return encoded_bytes === null ? Math.round(bytes.byteLength * COMPRESSED_SHARE) : bytes.byteLength
}

function decodeBatch({ bytes, encoded_bytes }: Batch): LabEvent[] {
  return decodeEvents<LabEvent>(encoded_bytes === null ? bytes : decompress(bytes, encoded_bytes))
}
