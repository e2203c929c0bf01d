import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { keepOutline, outlineChunks } from '../../../src-main/lab/recording/kept-outline'
import { Recording, RECORDING_BOUNDS } from '../../../src-main/lab/recording/recording'
import type { LabEvent } from '../../../src-shared/events'
import type { RunResult } from '../../../src-shared/result'
import { EventBatchReader } from '../../../src-shared/wire/event-batches'
import { decodeEvents } from '../../../src-shared/wire/events'

let folder: string
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'kept-outline-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const EVENTS: LabEvent[] = Array.from({ length: 300 }, (_, i) => ({ kind: 'node-resumed', node: 'n1', t: i, seq: i + 1 }))
const kept = () => readdirSync(folder).filter((file) => file.startsWith('outline-'))

/** A whole recording of all events. */
async function record(outline_from: number): Promise<void> {
  const bounds = { ...RECORDING_BOUNDS, outline_from }
  const recording = new Recording({ folder, scenario: 'name: x\n', onNotice: () => {}, bounds })
  recording.add(EVENTS)
  await recording.close('', {} as RunResult)
}

async function outlined(): Promise<number[]> {
  const reader = new EventBatchReader()
  const seqs: number[] = []
  for await (const chunk of outlineChunks(folder))
    for (const batch of reader.push(chunk)) seqs.push(...decodeEvents<LabEvent>(batch).map(({ seq }) => seq))
  expect(reader.end()).toEqual({ notices: [], outlined: null })
  return seqs
}

it('of a long recording the outline is kept when it ends, and read without its events', async () => {
  await record(1000)
  expect(kept()).toEqual([expect.stringMatching(/^outline-[\d.]+\.gz$/)])
  rmSync(join(folder, 'events.jsonl.gz'))
  expect(await outlined()).toEqual(EVENTS.map(({ seq }) => seq))
})

it('of a short one it is made from the events', async () => {
  await record(1_000_000)
  expect(kept()).toEqual([])
  expect(await outlined()).toEqual(EVENTS.map(({ seq }) => seq))
})

it('what cannot be written leaves nothing behind, and is no error', async () => {
  const missing = join(folder, 'missing')
  await keepOutline(missing)
  expect(existsSync(missing)).toBe(false)
})
