/**
 * A recording's events on their way to a page: batches as `encodeEvents` makes them, each behind its length in bytes (u32, little
 * endian). A length of zero ends them; what follows it is the {@link EventsEnd} as JSON.
 */
import type { LabEvent } from '../events'
import { readU32, writeU32 } from './bytes'
import { encodeEvents } from './events'

/** Longest batch, so that neither side is held up by one. */
export const BATCH_EVENTS_MAX = 4000
/** Longest batch in bytes that is believed; few events have more than a kilobyte. */
const BATCH_BYTES_MAX = 64 * 1024 * 1024
const LENGTH_BYTES = 4

/** Bytes that are no batches of events; the message is one sentence. */
export class EventBatchError extends Error {
  override readonly name = 'EventBatchError'
}

/** What is known once all events are read; without it some of them never came. */
export interface EventsEnd {
  /** What a reader must know: damage, events that are missing. Plain sentences. */
  readonly notices: readonly string[]
  /** Of an outline: up to where it lacks messages and details; null: it lacks none. Absent: these are all events. */
  readonly outlined?: OutlineEnd | null
}

/** The last event up to which a stream is an outline of the run (see `outlineOf`). */
export interface OutlineEnd {
  readonly seq: number
  readonly t_us: number
}

/** The events as bytes, one chunk for each batch. */
export function* encodeBatches(events: readonly LabEvent[]): Generator<Uint8Array> {
  for (let at = 0; at < events.length; at += BATCH_EVENTS_MAX) {
    const batch = encodeEvents(events.slice(at, at + BATCH_EVENTS_MAX))
    const chunk = new Uint8Array(LENGTH_BYTES + batch.length)
    writeU32(chunk, 0, batch.length)
    chunk.set(batch, LENGTH_BYTES)
    yield chunk
  }
}

/** What goes behind the last batch. */
export function encodeEnd(end: EventsEnd): Uint8Array {
  const text = new TextEncoder().encode(JSON.stringify(end))
  const chunk = new Uint8Array(LENGTH_BYTES + text.length)
  chunk.set(text, LENGTH_BYTES)
  return chunk
}

/** Takes bytes as they arrive, in pieces of any size, and gives batches. Of no further use once it threw. */
export class EventBatchReader {
  private pieces: Uint8Array[] = []
  private waiting_bytes = 0
  /** Length of the batch that comes next; null: that length comes next. */
  private length: number | null = null

  /** The batches that are whole now, in order, for `decodeEvents`. Throws {@link EventBatchError}. */
  push(chunk: Uint8Array): Uint8Array[] {
    this.pieces.push(chunk)
    this.waiting_bytes += chunk.length
    const batches: Uint8Array[] = []
    while (this.length !== 0 && this.waiting_bytes >= (this.length ?? LENGTH_BYTES)) {
      const bytes = this.take(this.length ?? LENGTH_BYTES)
      if (this.length === null) this.length = batchLength(bytes)
      else {
        batches.push(bytes)
        this.length = null
      }
    }
    return batches
  }

  /** No more bytes will come. Throws {@link EventBatchError} when they do not say that all events came. */
  end(): EventsEnd {
    if (this.length !== 0) throw new EventBatchError('The connection was cut before the last of the events.')
    try {
      return JSON.parse(new TextDecoder().decode(joined(this.pieces, this.waiting_bytes))) as EventsEnd
    } catch {
      throw new EventBatchError('The connection was cut at the very end of the events.')
    }
  }

  /** The next so many bytes, all of which are there. */
  private take(length: number): Uint8Array {
    if (this.pieces[0]!.length < length) this.pieces = [joined(this.pieces, this.waiting_bytes)]
    const piece = this.pieces[0]!
    this.waiting_bytes -= length
    if (piece.length > length) this.pieces[0] = piece.subarray(length)
    else this.pieces.shift()
    return piece.subarray(0, length)
  }
}

function batchLength(bytes: Uint8Array): number {
  const length = readU32(bytes, 0)
  if (length > BATCH_BYTES_MAX)
    throw new EventBatchError(`These are no events: no batch has ${length.toLocaleString('en')} bytes.`)
  return length
}

function joined(pieces: readonly Uint8Array[], length: number): Uint8Array {
  const bytes = new Uint8Array(length)
  let at = 0
  for (const piece of pieces) {
    bytes.set(piece, at)
    at += piece.length
  }
  return bytes
}
