import { expect, it } from 'vitest'
import { decodeEvents, encodeEvents } from '../../../src-shared/wire/events'
import type { TimedEvent } from '../../../src-shared/events'

it('a batch of events of many shapes comes back as it was, each batch by itself', () => {
  const events: TimedEvent[] = [
    { t: 1, kind: 'role', node: 'n1', role: 'leader', term: 3, leader: null },
    {
      t: 5_000_000_000,
      kind: 'sent',
      from: 'n1',
      to: 'n2',
      boot: 1,
      n: 9,
      type: 'append',
      bytes: 99,
      clock: { lamport: 4, vector: [1, 2] }
    },
    {
      t: 7,
      kind: 'links',
      counters: {
        'n1>n2': {
          offered: 1,
          delivered: 1,
          duplicated: 0,
          corrupted: 0,
          reordered: 0,
          dropped: { loss: 2 },
          bytes_offered: 1,
          bytes_delivered: 1,
          delay_us_sum: 0,
          queued: 0
        }
      }
    },
    { t: 8, kind: 'sample', node: 'n1', values: { term: 1.5 } }
  ]
  encodeEvents(events)
  expect(decodeEvents(encodeEvents(events))).toEqual(events)
  expect(decodeEvents(encodeEvents(events.slice(2)))).toEqual(events.slice(2))
  expect(decodeEvents(encodeEvents([]))).toEqual([])
  expect(() => decodeEvents(new Uint8Array([1]))).toThrow('not a batch')
})
