import { appendFileSync, mkdirSync, statSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { EventReader } from '../../../src-main/lab/recording/read-recording'
import type { LabEvent } from '../../../src-shared/events'
import { EventBatchReader } from '../../../src-shared/wire/event-batches'
import { decodeEvents } from '../../../src-shared/wire/events'
import { note, useServer } from './server-harness'

const harness = useServer()
const { get, token } = harness

describe('the events of a recording', () => {
  const ID = '2026-01-01T12-00-00-000'
  const COUNT = 150_000
  const path = `/recordings/${ID}/events`
  let recorded: string

  beforeEach(() => {
    mkdirSync(join(harness.folder, 'recordings', ID))
    recorded = join(harness.folder, 'recordings', ID, 'events.jsonl.gz')
  })

  function record(count: number): void {
    for (let seq = 1; seq <= count; seq += 1000) {
      const lines = Array.from({ length: 1000 }, (_, i) => `${JSON.stringify(note(seq + i))}\n`)
      appendFileSync(recorded, gzipSync(lines.join(''), { level: 1 }))
    }
  }

  const decoded = (batch: Uint8Array) => decodeEvents<LabEvent>(batch)

  function fetchEvents(): Promise<Response> {
    return fetch(`http://127.0.0.1:${harness.server.port}${path}?token=${token()}`)
  }

  it('come in batches of a bounded length, all of them and in order', async () => {
    record(COUNT)
    const response = await fetchEvents()
    const reader = new EventBatchReader()
    let seq = 0
    for await (const chunk of response.body!) {
      for (const batch of reader.push(chunk)) for (const event of decoded(batch)) expect(event.seq).toBe(++seq)
    }
    expect(reader.end().notices).toEqual([expect.stringContaining('ends before the run did')])
    expect(seq).toBe(COUNT)
  })

  it('wait for a page that does not read', async () => {
    record(COUNT)
    const readFile = vi.spyOn(EventReader.prototype, 'batches')
    const response = await fetchEvents()
    const page = response.body!.getReader()
    await page.read()
    const events = readFile.mock.contexts[0] as EventReader
    let before = 0
    await vi.waitUntil(() => before === (before = events.last!.seq), { interval: 200, timeout: 20_000 })
    expect(before).toBeLessThan(COUNT)
    await page.cancel()
    readFile.mockRestore()
  })

  it('go up to the damage, and end with what is wrong', async () => {
    record(3000)
    truncateSync(recorded, statSync(recorded).size - 100)
    const reader = new EventBatchReader()
    const batches = reader.push(new Uint8Array(await (await fetchEvents()).arrayBuffer()))
    const count = batches.reduce((sum, batch) => sum + decoded(batch).length, 0)
    expect(reader.end().notices).toEqual([expect.stringContaining('its file was cut off there')])
    expect(count).toBeGreaterThan(2000)
    expect(count).toBeLessThan(3000)
  })

  it('come as an outline, too, which ends with where that ends', async () => {
    record(60_000)
    const response = await fetch(`http://127.0.0.1:${harness.server.port}/recordings/${ID}/outline?token=${token()}`)
    const reader = new EventBatchReader()
    const batches = reader.push(new Uint8Array(await response.arrayBuffer()))
    expect(batches.flatMap(decoded).map(({ seq }) => seq)).toEqual(Array.from({ length: 60_000 }, (_, i) => i + 1))
    expect(reader.end()).toEqual({ notices: [], outlined: expect.objectContaining({ seq: 44_000 }) })
  })

  it('are for those with the token, and of recordings alone', async () => {
    record(1000)
    expect((await get(path)).status).toBe(403)
    const others = ['/recordings/events', '/recordings//events', '/recordings/../recordings/events', `${path}/more`]
    for (const other of [...others, '/recordings/2026-01-01T12-00-00-001/events', '/recordings/%2e%2e/events'])
      expect((await get(`${other}?token=${token()}`)).status, other).toBe(404)
  })
})
