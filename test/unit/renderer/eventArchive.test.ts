import { expect, test } from 'vitest'
import type { LabEvent } from '../../../src-shared/events'
import { isMessageEvent } from '../../../src-shared/events'
import { EventArchive } from '../../../src-renderer/lab/eventArchive'
import { encodeEvents } from '../../../src-shared/wire/events'

const resumed = (seq: number, t = seq * 10): LabEvent => ({ kind: 'node-resumed', node: 'n1', t, seq })
const sent = (seq: number): LabEvent => ({
  kind: 'sent',
  from: 'n1',
  to: 'n2',
  boot: 1,
  n: seq,
  type: 'append-entries',
  bytes: 96,
  t: seq * 10,
  seq
})

function archiveOf(batches: readonly (readonly LabEvent[])[], bytes_max?: number): EventArchive {
  const archive = new EventArchive(bytes_max)
  for (const batch of batches) archive.append(encodeEvents(batch), batch)
  return archive
}
const seqs = (events: Iterable<LabEvent>) => [...events].map(({ seq }) => seq)

test('gives events after and before a position, across batches and gaps', () => {
  const archive = archiveOf([[resumed(1), resumed(2)], [resumed(3)], [resumed(7), resumed(8)]])
  expect(seqs(archive.after(0))).toEqual([1, 2, 3, 7, 8])
  expect(seqs(archive.after(2))).toEqual([3, 7, 8])
  expect(seqs(archive.after(5))).toEqual([7, 8])
  expect(seqs(archive.after(8))).toEqual([])
  expect(seqs(archive.before(8))).toEqual([7, 3, 2, 1])
  expect(seqs(archive.before(5))).toEqual([3, 2, 1])
  expect(seqs(archive.before(1))).toEqual([])
  expect(archive.at(5)?.seq).toBe(3)
  expect(archive.at(99)?.seq).toBe(8)
  expect(archive.at(0)).toBe(null)
})

test('finds the position of a time, late events and all', () => {
  const archive = archiveOf([[resumed(1, 10), resumed(2, 20)], [resumed(3, 15), resumed(4, 30)], [resumed(5, 40)]])
  expect([5, 10, 19, 20, 29, 30, 39, 40, 99].map((t_us) => archive.seqAt(t_us))).toEqual([0, 1, 1, 3, 3, 4, 4, 5, 5])
})

test('beyond its bound the oldest batches lose their messages alone, and it says up to when', () => {
  const batch = (first: number) => [resumed(first), ...Array.from({ length: 50 }, (_, i) => sent(first + 1 + i))]
  const one = encodeEvents(batch(1)).byteLength
  const archive = archiveOf([batch(1), batch(101), batch(201)], one * 2.5)
  expect(archive.bytes).toBeLessThanOrEqual(one * 2.5)
  expect(archive.thinned_us).toBe(510)
  expect(archive.full).toBe(false)
  const events = [...archive.after(0)]
  expect(events.filter((event) => !isMessageEvent(event)).map(({ seq }) => seq)).toEqual([1, 101, 201])
  expect(events.filter((event) => isMessageEvent(event) && event.seq < 100)).toEqual([])
  expect(events.filter((event) => isMessageEvent(event))).toHaveLength(100)
})

test('takes no more when there are no messages left to lose', () => {
  const archive = archiveOf([[resumed(1)]])
  const small = archiveOf(
    Array.from({ length: 20 }, (_, i) => [resumed(i + 1)]),
    archive.bytes * 5
  )
  expect(small.full).toBe(true)
  expect(small.last_seq).toBeLessThan(8)
  expect(seqs(small.after(0)).length).toBe(small.last_seq)
})
