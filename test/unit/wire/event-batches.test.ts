import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { LabEvent } from '../../../src-shared/events'
import { BATCH_EVENTS_MAX, EventBatchError, EventBatchReader, encodeBatches } from '../../../src-shared/wire/event-batches'
import { encodeEvents } from '../../../src-shared/wire/events'

const notes = (count: number): LabEvent[] =>
  Array.from({ length: count }, (_, i) => ({ kind: 'note', node: 'n1', topic: 'x', detail: `${i}`, t: i, seq: i + 1 }))

function bytesOf(events: readonly LabEvent[]): Uint8Array {
  return Buffer.concat([...encodeBatches(events)])
}

function framed(batch: Uint8Array): Uint8Array {
  const length = Buffer.alloc(4)
  length.writeUInt32LE(batch.length)
  return Buffer.concat([length, batch])
}

describe('batches of events', () => {
  it('come back whole and in order, in whatever pieces they arrive', () => {
    const events = notes(2 * BATCH_EVENTS_MAX + 5)
    const bytes = bytesOf(events)
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: bytes.length }), { maxLength: 40 }), (cuts) => {
        const reader = new EventBatchReader()
        const places = [0, ...cuts.sort((a, b) => a - b), bytes.length]
        const batches = places.slice(1).flatMap((end, i) => reader.push(bytes.subarray(places[i], end)))
        reader.end()
        expect(batches.map((batch) => batch.events.length)).toEqual([BATCH_EVENTS_MAX, BATCH_EVENTS_MAX, 5])
        expect(batches.flatMap((batch) => batch.events)).toEqual(events)
      }),
      { numRuns: 15 }
    )
  })

  it('come byte by byte, too', () => {
    const reader = new EventBatchReader()
    const batches = [...bytesOf(notes(3))].flatMap((byte) => reader.push(Uint8Array.of(byte)))
    expect(batches.map(({ events }) => events)).toEqual([notes(3)])
  })

  it('that end in the middle are told, after those that came whole', () => {
    for (const missing of [1, 3]) {
      const reader = new EventBatchReader()
      expect(reader.push(Buffer.concat([bytesOf(notes(1)), bytesOf(notes(2)).subarray(0, -missing)]))).toHaveLength(1)
      expect(() => reader.end()).toThrow('cut')
    }
  })
})

describe('bytes that are no batches', () => {
  const hostile: Record<string, Uint8Array> = {
    'a length beyond any batch': Uint8Array.of(255, 255, 255, 255),
    'no length': Uint8Array.of(0, 0, 0, 0),
    'no message pack': framed(Uint8Array.of(0xc1, 0xc1)),
    'no list': framed(encodeEvents({ kind: 'x' } as never)),
    'a list of something else': framed(encodeEvents([1, null] as never)),
    'an event without a place': framed(encodeEvents([{ kind: 'note', t: 1 }] as never)),
    'too many events': framed(encodeEvents(notes(BATCH_EVENTS_MAX + 1)))
  }
  for (const [name, bytes] of Object.entries(hostile)) {
    it(`are one clear error: ${name}`, () => {
      expect(() => new EventBatchReader().push(bytes)).toThrow(EventBatchError)
      expect(() => new EventBatchReader().push(bytes)).toThrow(/^These are no events: .*\.$/)
    })
  }

  it('never are anything but that error', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (junk) => {
        try {
          new EventBatchReader().push(framed(junk))
        } catch (error) {
          expect(error).toBeInstanceOf(EventBatchError)
        }
      }),
      { numRuns: 2000 }
    )
  })
})
