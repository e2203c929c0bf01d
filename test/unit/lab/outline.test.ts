import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { OutlineReader } from '../../../src-main/lab/recording/outline'
import { folderSource } from '../../../src-main/lab/recording/recording-folder'
import type { LabEvent } from '../../../src-shared/events'
import { foldRun } from '../../../src-shared/folds/run'
import { Commit, LogDurable } from '../../../src-shared/protocols/replicated-log/facts'
import { minuteOfRaft } from '../support/stream'

let folder: string
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'outline-test-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const lines = (events: readonly LabEvent[]) => events.map((event) => `${JSON.stringify(event)}\n`).join('')

function write(parts: readonly string[]): void {
  writeFileSync(join(folder, 'events.jsonl.gz'), Buffer.concat(parts.map((text) => gzipSync(text))))
}

async function read(whole_parts: number): Promise<{ readonly events: LabEvent[]; readonly reader: OutlineReader }> {
  const reader = new OutlineReader(folderSource(folder), whole_parts)
  const events: LabEvent[] = []
  for await (const batch of reader.batches()) events.push(...batch)
  return { events, reader }
}

const resumed = (seq: number): LabEvent => ({ kind: 'node-resumed', node: 'n1', t: seq, seq })
const sent = (seq: number): LabEvent => ({
  ...{ t: seq, seq, kind: 'sent', from: 'n1', to: 'n2', boot: 1, n: seq },
  ...{ type: 'append-entries', bytes: 96 }
})
const attempt = (seq: number): LabEvent => ({ t: seq, seq, kind: 'attempt', client: 'c1', op: seq, attempt: 1, node: 'n1' })
/** As the recording writes it. */
const fact = (seq: number, name: string, node: string, data: object, t = seq): LabEvent =>
  ({ t, kind: 'fact', fact: name, node, data, seq }) as LabEvent
const commit = (seq: number, node = 'n1', t = seq) => fact(seq, Commit.name, node, { index: seq, term: 1 }, t)
const durable = (seq: number) => fact(seq, LogDurable.name, 'n1', { index: seq })

const seqs = (events: readonly LabEvent[]) => events.map(({ seq }) => seq)

it('has what is seldom and all operations, of gauges the newest, and of the end everything', async () => {
  const old = [resumed(1), sent(2), durable(3), commit(4), commit(5, 'n2'), attempt(6), commit(7)]
  const end = [sent(8), durable(9), commit(10), commit(11)]
  write([lines(old), lines(end)])
  const { events, reader } = await read(1)
  expect(seqs(events)).toEqual([1, 5, 6, 7, 8, 9, 10, 11])
  expect(reader.outlined).toEqual({ seq: 7, t_us: 7 })
})

it('is all there is of a short recording', async () => {
  write([lines([resumed(1), sent(2), durable(3)])])
  const { events, reader } = await read(1)
  expect(seqs(events)).toEqual([1, 2, 3])
  expect(reader.outlined).toBeNull()
})

it('leaves out messages whatever way their lines are written', async () => {
  const { kind, ...rest } = sent(2)
  const odd = `${JSON.stringify({ kind, ...rest })}\n`
  write([lines([resumed(1)]) + odd + lines([resumed(3)]), lines([sent(4)])])
  expect(seqs((await read(1)).events)).toEqual([1, 3, 4])
})

it('passes over what cannot be read, and what stands in the file twice', async () => {
  write([lines([resumed(1)]) + '{"t":\n' + lines([resumed(2)]), lines([resumed(2), resumed(3)]), lines([resumed(4)])])
  expect(seqs((await read(1)).events)).toEqual([1, 2, 3, 4])
})

it('makes the same state of nodes and operations as all events do', async () => {
  const all = minuteOfRaft()
  const third = Math.ceil(all.length / 3)
  write([all.slice(0, third), all.slice(third, 2 * third), all.slice(2 * third)].map(lines))
  const { events } = await read(1)
  expect(events.length).toBeLessThan(all.length)
  const [outline, whole] = [foldRun(events), foldRun(all)]
  expect(outline.cluster).toEqual(whole.cluster)
  expect(JSON.stringify(outline.operations)).toBe(JSON.stringify(whole.operations))
  expect(outline.faults).toEqual(whole.faults)
})
