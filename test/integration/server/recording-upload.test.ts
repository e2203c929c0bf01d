import { randomBytes } from 'node:crypto'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { beforeEach, expect, it } from 'vitest'
import { version } from '../../../package.json'
import { ARCHIVE_BYTES_MAX, packRecording } from '../../../src-main/lab/recording/recording-archive'
import { Recordings } from '../../../src-main/server/recordings'
import type { LabEvent } from '../../../src-shared/events'
import type { CommandAnswer } from '../../../src-shared/lab-api'
import { once, useServer } from './server-harness'

const harness = useServer()
let kept: string

beforeEach(() => {
  kept = join(harness.folder, 'kept')
  const recordings = new Recordings(kept)
  harness.lab.command = async (command) => {
    if (command.command !== 'import-recording') return { ok: false, error: 'This test imports.' }
    return { ok: true, recording: await recordings.open(await recordings.take(command.name, command.archive)) }
  }
})

/** A recording as one file, larger than a message of the socket may be. */
function largeRecording(): Uint8Array {
  const started: LabEvent = {
    ...{ kind: 'run-started', t: 0, seq: 1, version, scenario: 'raft-steady', protocol: 'raft', engine: 'simulation', seed: 9 },
    ...{ nodes: ['a', 'b'], clients: ['c1'], started_at: null, switches: [] }
  }
  // Nothing that can be packed any smaller.
  const long: LabEvent = { kind: 'notice', level: 'info', text: randomBytes(1_500_000).toString('latin1'), t: 1, seq: 2 }
  const events = [started, long].map((event) => `${JSON.stringify(event)}\n`).join('')
  return packRecording(new Map([['events.jsonl.gz', gzipSync(events)]]))
}

function send(archive: Uint8Array, { token = harness.token(), headers = {} } = {}) {
  const origin = `http://127.0.0.1:${harness.server.port}`
  return harness.get(`/recordings/?name=a%20run.netsplit&token=${token}`, { origin, ...headers }, 'POST', archive)
}

it('takes in a recording that is larger than a message of the socket', async () => {
  const archive = largeRecording()
  expect(archive.length).toBeGreaterThan(1024 * 1024)
  const { status, body } = await send(archive)
  const answer = JSON.parse(body) as CommandAnswer
  expect(status).toBe(200)
  expect(answer).toMatchObject({ ok: true, recording: { seed: 9, nodes: ['a', 'b'] } })
  expect(readdirSync(kept)).toHaveLength(1)
})

it('says why what came is none, and keeps nothing of it', async () => {
  const { status, body } = await send(Buffer.from('no zip'))
  expect([status, JSON.parse(body)]).toEqual([
    200,
    { ok: false, error: 'a run.netsplit: this is no recording; open a .netsplit file that Netsplit exported' }
  ])
  expect(existsSync(kept)).toBe(false)
})

it('takes nothing of whoever joined by the code, of another page, or without the token', async () => {
  const instructor = harness.open()
  await once(instructor, 'hello')
  await instructor.emitWithAck('room', { ask: 'open' })
  const archive = largeRecording()
  const answers = [
    await send(archive, { token: harness.server.join!.code }),
    await send(archive, { headers: { origin: 'http://127.0.0.1:1' } }),
    await send(archive, { token: 'guess' })
  ]
  expect(answers.map(({ status }) => status)).toEqual([403, 403, 403])
  expect(answers[0]!.body).toBe('Only the instructor can do this.\n')
  expect(existsSync(kept)).toBe(false)
})

it('reads nothing of one that is too large', async () => {
  const headers = { 'content-length': String(ARCHIVE_BYTES_MAX + 1) }
  // Of what it says to send, nothing comes.
  expect(await send(new Uint8Array(), { headers })).toMatchObject({
    status: 413,
    body: 'A recording may have 128 MiB at most: this one has more.\n'
  })
})
