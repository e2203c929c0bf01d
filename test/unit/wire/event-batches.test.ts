import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { LabEvent } from '../../../src-shared/events'
import {
  BATCH_EVENTS_MAX,
  EventBatchError,
  EventBatchReader,
  encodeBatches,
  encodeEnd
} from '../../../src-shared/wire/event-batches'
import { decodeEvents } from '../../../src-shared/wire/events'

const notes = (count: number): LabEvent[] =>
  Array.from({ length: count }, (_, i) => ({ kind: 'note', node: 'n1', topic: 'x', detail: `${i}`, t: i, seq: i + 1 }))

function bytesOf(events: readonly LabEvent[]): Uint8Array {
  return Buffer.concat([...encodeBatches(events)])
}

const END = { notices: ['The file of events is damaged – “somewhere”.'] }

describe('batches of events', () => {
  it('come back whole and in order, in whatever pieces they arrive', () => {
    const events = notes(2 * BATCH_EVENTS_MAX + 5)
    const bytes = Buffer.concat([bytesOf(events), encodeEnd(END)])
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: bytes.length }), { maxLength: 40 }), (cuts) => {
        const reader = new EventBatchReader()
        const places = [0, ...cuts.sort((a, b) => a - b), bytes.length]
        const batches = places.slice(1).flatMap((end, i) => reader.push(bytes.subarray(places[i], end)))
        expect(reader.end()).toEqual(END)
        const decoded = batches.map((batch) => decodeEvents(batch))
        expect(decoded.map(({ length }) => length)).toEqual([BATCH_EVENTS_MAX, BATCH_EVENTS_MAX, 5])
        expect(decoded.flat()).toEqual(events)
      }),
      { numRuns: 15 }
    )
  })

  it('come byte by byte, too', () => {
    const reader = new EventBatchReader()
    const batches = [...bytesOf(notes(3))].flatMap((byte) => reader.push(Uint8Array.of(byte)))
    expect(batches.map((batch) => decodeEvents(batch))).toEqual([notes(3)])
  })

  it('that stop anywhere before their end are told, after those that came whole', () => {
    const whole = Buffer.concat([bytesOf(notes(1)), bytesOf(notes(2)), encodeEnd(END)])
    const first = bytesOf(notes(1)).length
    for (let length = 0; length < whole.length; length++) {
      const reader = new EventBatchReader()
      const { length: batches } = reader.push(whole.subarray(0, length))
      expect(batches > 0, `${length} bytes`).toBe(length >= first)
      expect(() => reader.end(), `${length} bytes`).toThrow('The connection was cut')
    }
  })

  it('are not looked for in bytes of another kind', () => {
    const other = new TextEncoder().encode('<!doctype html>')
    expect(() => new EventBatchReader().push(other)).toThrow(EventBatchError)
    expect(() => new EventBatchReader().push(other)).toThrow(/^These are no events: no batch has [\d,]+ bytes\.$/)
  })
})
