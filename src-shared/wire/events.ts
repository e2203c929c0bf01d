/** Batches of events as bytes: on the control channels of child processes and on the page's socket. */
import { Packr, Unpackr } from 'msgpackr'
import type { TimedEvent } from '../events'

// Both ends are ours, and events repeat a few shapes: records name each shape's fields once per batch.
const packr = new Packr({ useRecords: true })
const unpackr = new Unpackr({ useRecords: true })

/** One self-contained batch. */
export function encodeEvents(events: readonly TimedEvent[]): Uint8Array {
  return packr.pack(events)
}

/** The events of a batch, in order. Throws when the bytes are no batch. */
export function decodeEvents<Event extends TimedEvent = TimedEvent>(bytes: Uint8Array): Event[] {
  const events: unknown = unpackr.unpack(bytes)
  if (!Array.isArray(events)) throw new TypeError('not a batch of events')
  return events as Event[]
}
