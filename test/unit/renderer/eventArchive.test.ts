import { expect, test } from 'vitest'
import type { LabEvent } from '../../../src-shared/events'
import { isMessageEvent } from '../../../src-shared/events'
import { EventArchive } from '../../../src-renderer/lab/run/eventArchive'
import type { ArchiveBounds } from '../../../src-renderer/lab/run/eventArchive'
import { encodeEvents } from '../../../src-shared/wire/events'
import { Commit } from '../../../src-shared/protocols/replicated-log/facts'

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

function archiveOf(batches: readonly (readonly LabEvent[])[], bounds?: ArchiveBounds): EventArchive {
  const archive = new EventArchive(bounds)
  for (const batch of batches) {
    archive.append(encodeEvents(batch), batch)
    archive.compress(() => false)
  }
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

const invoke = (seq: number): LabEvent => ({
  kind: 'invoke',
  client: 'c1',
  op: seq,
  operation: { f: 'get', key: 'k' },
  t: seq * 10,
  seq
})
const commit = (seq: number): LabEvent => ({ ...Commit.of('n1', { index: seq, term: 1 }), t: seq * 10, seq })
const kindsUpTo = (archive: EventArchive, seq: number) =>
  new Set([...archive.after(0)].flatMap((e) => (e.seq <= seq ? e.kind : [])))

test('the newest events are whole, older ones without messages, the oldest without operations, and it says up to when', () => {
  const kinds = [resumed, sent, sent, sent, sent, invoke, invoke, commit]
  const events = Array.from({ length: 120_000 }, (_, i) => kinds[i % kinds.length]!(i + 1))
  const batches = Array.from({ length: 1200 }, (_, i) => events.slice(i * 100, (i + 1) * 100))
  const bounds = { whole_bytes_max: 110_000, messageless_bytes_max: 120_000, sparse_bytes_max: 400_000 }
  const archive = archiveOf(batches, bounds)
  const [operations, messages] = [archive.without_operations!, archive.without_messages!]
  expect(archive.bytes).toBeLessThan(110_000 + 120_000 + 100_000)
  expect(archive.full).toBe(false)
  expect(operations.seq).toBeGreaterThan(10_000)
  expect(messages.seq).toBeGreaterThan(operations.seq + 5_000)
  expect(messages.seq).toBeLessThan(115_000)
  expect(messages.t_us).toBe(messages.seq * 10)
  expect(kindsUpTo(archive, operations.seq)).toEqual(new Set(['node-resumed', 'fact']))
  const middle = [...archive.after(operations.seq)].filter(({ seq }) => seq <= messages.seq)
  const lasting = events.filter((event) => !isMessageEvent(event) && event.seq > operations.seq && event.seq <= messages.seq)
  expect(seqs(middle)).toEqual(seqs(lasting))
  expect(seqs(archive.after(messages.seq))).toEqual(seqs(events.slice(messages.seq)))
  // Every moment still has its place.
  for (const t_us of [10, 55_555, operations.t_us - 1, messages.t_us + 1, 1_199_999]) {
    const seq = archive.seqAt(t_us)
    expect(seq).toBeLessThanOrEqual(t_us / 10)
    expect(seq, 'the last one that is left').toBe(archive.at(Math.floor(t_us / 10))!.seq)
  }
})

test('of what is sampled the oldest stretch keeps the newest of each source in a second', () => {
  const events = Array.from(
    { length: 400 },
    (_, i): LabEvent => ({ ...commit(i + 1), t: i * 10_000, node: i % 2 ? 'n1' : 'n2' }) as LabEvent
  )
  const archive = archiveOf([events], { whole_bytes_max: 0, messageless_bytes_max: 0, sparse_bytes_max: 1_000_000 })
  expect(seqs(archive.after(0))).toEqual([99, 100, 199, 200, 299, 300, 399, 400])
})

test('takes no more when there is nothing left to lose', () => {
  const batches = Array.from({ length: 20 }, (_, i) => [resumed(i + 1)])
  const archive = archiveOf(batches, { whole_bytes_max: 0, messageless_bytes_max: 0, sparse_bytes_max: 400 })
  expect(archive.full).toBe(true)
  expect(archive.last_seq).toBeLessThan(20)
  expect(seqs(archive.after(0)).length).toBe(archive.last_seq)
})
