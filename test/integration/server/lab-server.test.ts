import { appendFileSync, mkdirSync, mkdtempSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import type { IncomingHttpHeaders } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { io } from 'socket.io-client'
import type { Socket } from 'socket.io-client'
import * as parser from 'socket.io-msgpack-parser'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { EventReader } from '../../../src-main/lab/recording/read-recording'
import { Backlog } from '../../../src-main/server/backlog'
import { PortError, startLabServer } from '../../../src-main/server/lab-server'
import type { LabServer } from '../../../src-main/server/lab-server'
import { BacklogReplay } from '../../../src-main/server/backlog-replay'
import type { LabEvent } from '../../../src-shared/events'
import type { CommandAnswer, PageToServer, ServerToPage } from '../../../src-shared/lab-api'
import { EventBatchReader } from '../../../src-shared/wire/event-batches'
import { decodeEvents } from '../../../src-shared/wire/events'
import { FakeLab } from './fake-lab'

type Page = Socket<ServerToPage, PageToServer>

let folder: string
let lab: FakeLab
let server: LabServer
let pages: Page[]

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'netsplit-server-'))
  mkdirSync(join(folder, 'page'))
  mkdirSync(join(folder, 'recordings'))
  writeFileSync(join(folder, 'page', 'index.html'), '<title>the page</title>')
  writeFileSync(join(folder, 'recordings', 'latency.csv'), 't,ms\n')
  writeFileSync(join(folder, 'secret'), 'secret')
  lab = new FakeLab()
  pages = []
  server = await start()
})

afterEach(async () => {
  for (const page of pages) page.close()
  await server.close()
  rmSync(folder, { recursive: true })
})

function start(options: { port?: number; open?: boolean } = {}): Promise<LabServer> {
  return startLabServer({
    lab,
    port: 0,
    pageFolder: join(folder, 'page'),
    recordingsFolder: join(folder, 'recordings'),
    ...options
  })
}

const token = (): string => new URL(server.url).searchParams.get('token')!

interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** Plain HTTP, since `fetch` allows neither a `Host` header nor paths that climb. */
function get(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> {
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port: server.port, path, headers, method, agent: false }, (response) => {
      let body = ''
      response.setEncoding('utf8')
      response.on('data', (part: string) => (body += part))
      response.on('end', () => resolve({ status: response.statusCode!, headers: response.headers, body }))
    })
      .once('error', reject)
      .end()
  })
}

function open(options: { auth?: object; origin?: string } = {}): Page {
  const page: Page = io(`http://127.0.0.1:${server.port}`, {
    auth: options.auth ?? { token: token() },
    extraHeaders: { origin: options.origin ?? `http://127.0.0.1:${server.port}` },
    parser,
    transports: ['websocket'],
    reconnection: false,
    forceNew: true
  })
  pages.push(page)
  return page
}

const once = <T>(page: Page, event: string): Promise<T> =>
  new Promise((resolve) => (page as Socket).once(event, (...args: unknown[]) => resolve(args as T)))

/** Waits until that many events have come, and returns them with the run they belong to. */
function collect(page: Page, count: number): Promise<{ run: number; events: LabEvent[] }> {
  return new Promise((resolve) => {
    const events: LabEvent[] = []
    page.on('events', (run, batch) => {
      events.push(...decodeEvents<LabEvent>(new Uint8Array(batch)))
      if (events.length >= count) resolve({ run, events })
    })
  })
}

const note = (seq: number): LabEvent => ({ kind: 'notice', level: 'info', text: `event ${seq}`, t: seq, seq })

describe('the page', () => {
  it('is served to its token, and its files to the cookie that came with it', async () => {
    const page = await get(`/?token=${token()}`)
    expect(page).toMatchObject({ status: 200, body: '<title>the page</title>' })
    const cookie = page.headers['set-cookie']![0]!
    expect(cookie).toMatch(/HttpOnly; SameSite=Strict$/)
    const file = await get('/recordings/latency.csv', { cookie: cookie.split(';')[0]! })
    expect(file).toMatchObject({ status: 200, body: 't,ms\n' })
    expect(file.headers['content-disposition']).toBe('attachment')
  })

  it('is refused without the token', async () => {
    for (const path of ['/', '/index.html', '/?token=', '/?token=guess', '/recordings/latency.csv']) {
      const { status, body } = await get(path)
      expect(status, path).toBe(403)
      expect(body).not.toContain('the page')
    }
  })

  it('carries a strict content security policy', async () => {
    const policy = String((await get(`/?token=${token()}`)).headers['content-security-policy'])
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("script-src 'self';")
    expect(policy).not.toContain('unsafe-eval')
  })

  it('is refused under a foreign host name', async () => {
    expect((await get(`/?token=${token()}`, { host: `evil.example:${server.port}` })).status).toBe(421)
  })

  it('does not lead out of its folder', async () => {
    for (const path of ['/../secret', '/%2e%2e%2fsecret', '/recordings/../../secret', '/recordings/%2e%2e/secret'])
      expect((await get(`${path}?token=${token()}`)).status, path).toBe(404)
  })

  it('can only be read', async () => {
    expect((await get(`/?token=${token()}`, {}, 'POST')).status).toBe(405)
  })
})

it('sends a file that is being written as long as it said', async () => {
  const path = join(folder, 'recordings', 'growing.jsonl')
  writeFileSync(path, 'x'.repeat(3_000_000))
  const grow = setInterval(() => appendFileSync(path, 'y'.repeat(100_000)))
  const { headers, body } = await get(`/recordings/growing.jsonl?token=${token()}`)
  clearInterval(grow)
  expect(body.length).toBeGreaterThanOrEqual(3_000_000)
  expect(body.length).toBe(Number(headers['content-length']))
  writeFileSync(path, '')
  expect(await get(`/recordings/growing.jsonl?token=${token()}`)).toMatchObject({ status: 200, body: '' })
})

it('sends the part of a file that is asked for, and of a file its length alone', async () => {
  writeFileSync(join(folder, 'recordings', 'letters.csv'), 'abcdef')
  const part = (range: string) => get(`/recordings/letters.csv?token=${token()}`, { range })
  const middle = await part('bytes=2-3')
  expect(middle).toMatchObject({ status: 206, body: 'cd', headers: { 'content-range': 'bytes 2-3/6', 'content-length': '2' } })
  expect(await part('bytes=9-')).toMatchObject({ status: 416, headers: { 'content-range': 'bytes */6' } })
  const head = await get(`/recordings/letters.csv?token=${token()}`, {}, 'HEAD')
  expect(head).toMatchObject({ status: 200, body: '', headers: { 'content-length': '6' } })
})

describe('the events of a recording', () => {
  const ID = '2026-01-01T12-00-00-000'
  const COUNT = 150_000
  const path = `/recordings/${ID}/events`
  let recorded: string

  beforeEach(() => {
    mkdirSync(join(folder, 'recordings', ID))
    recorded = join(folder, 'recordings', ID, 'events.jsonl.gz')
  })

  function record(count: number): void {
    for (let seq = 1; seq <= count; seq += 1000) {
      const lines = Array.from({ length: 1000 }, (_, i) => `${JSON.stringify(note(seq + i))}\n`)
      appendFileSync(recorded, gzipSync(lines.join(''), { level: 1 }))
    }
  }

  const decoded = (batch: Uint8Array) => decodeEvents<LabEvent>(batch)

  function fetchEvents(): Promise<Response> {
    return fetch(`http://127.0.0.1:${server.port}${path}?token=${token()}`)
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

  it('are for those with the token, and of recordings alone', async () => {
    record(1000)
    expect((await get(path)).status).toBe(403)
    const others = ['/recordings/events', '/recordings//events', '/recordings/../recordings/events', `${path}/more`]
    for (const other of [...others, '/recordings/2026-01-01T12-00-00-001/events', '/recordings/%2e%2e/events'])
      expect((await get(`${other}?token=${token()}`)).status, other).toBe(404)
  })
})

describe('the socket', () => {
  it('says hello to a page with the token', async () => {
    const [hello] = await once<[{ version: string }]>(open(), 'hello')
    expect(hello.version).toBe('0.0.0')
  })

  it('refuses a page without the token, or with a wrong one', async () => {
    for (const auth of [{}, { token: '' }, { token: 'guess' }, { token: 7 }, { token: null }]) {
      const [error] = await once<[Error]>(open({ auth }), 'connect_error')
      expect(error.message).toContain('lacks the token')
    }
  })

  it('refuses a page from elsewhere, token or not', async () => {
    for (const origin of ['http://evil.example', 'http://127.0.0.1:1', 'null']) {
      const [error] = await once<[Error]>(open({ origin }), 'connect_error')
      expect(error.message).toBe('websocket error')
    }
  })

  it('streams events in order, to a late page too', async () => {
    const early = open()
    await once(early, 'hello')
    const live = collect(early, 3)
    lab.say(note(1), note(2))
    lab.say(note(3))
    expect((await live).events).toEqual([note(1), note(2), note(3)])

    lab.say(note(4))
    const late = await collect(open(), 4)
    expect(late).toEqual({ run: 1, events: [note(1), note(2), note(3), note(4)] })
  })

  it('streams a burst at once, in batches of a bounded length', async () => {
    const page = open()
    await once(page, 'hello')
    const lengths: number[] = []
    page.on('events', (_, batch) => lengths.push(decodeEvents(new Uint8Array(batch)).length))
    const live = collect(page, 10_000)
    lab.say(...Array.from({ length: 10_000 }, (_, i) => note(i + 1)))
    expect((await live).events.map(({ seq }) => seq)).toEqual(Array.from({ length: 10_000 }, (_, i) => i + 1))
    expect(lengths).toEqual([4000, 4000, 2000])
  })

  describe('shows pages that join at once a long run', () => {
    // As many as the backlog keeps of these.
    const COUNT = 19_000
    const all = Array.from({ length: COUNT + 3 }, (_, i) => i + 1)
    const seqsOf = async (page: Page) => (await collect(page, COUNT + 3)).events.map(({ seq }) => seq)

    it('encoded once, and each gets every event once and in order, those that come meanwhile as well', async () => {
      lab.say(...Array.from({ length: COUNT }, (_, i) => note(i + 1)))
      const built = vi.spyOn(Backlog.prototype, 'events')
      const joined = Array.from({ length: 10 }, () => seqsOf(open()))
      await once(open(), 'hello')
      for (const seq of [1, 2, 3]) {
        lab.say(note(COUNT + seq))
        await once(open(), 'events')
      }
      for (const seqs of await Promise.all(joined)) expect(seqs).toEqual(all)
      expect(built).toHaveBeenCalledOnce()
    })

    it('one slice in each turn of the event loop, so that nothing else has to wait for more than that', async () => {
      lab.say(...Array.from({ length: COUNT + 3 }, (_, i) => note(i + 1)))
      let turn = 0
      let counter = setImmediate(function count() {
        turn += 1
        counter = setImmediate(count)
      })
      const turns: number[] = []
      const { at } = BacklogReplay.prototype
      const taken = vi.spyOn(BacklogReplay.prototype, 'at').mockImplementation(function (this: BacklogReplay, place: number) {
        turns.push(turn)
        return at.call(this, place)
      })
      await Promise.all(Array.from({ length: 6 }, () => seqsOf(open())))
      clearImmediate(counter)
      taken.mockRestore()
      expect(turns.length).toBeGreaterThan(25)
      const inOneTurn = turns.map((one) => turns.filter((other) => other === one).length)
      // This counter takes its own turns: two may fall between two of its steps, but not one for each page.
      expect(Math.max(...inOneTurn), `slices in turns ${turns.join(', ')}`).toBeLessThanOrEqual(2)
    })

    it('while the first page gets what comes, however slowly they read', async () => {
      const first = open()
      await once(first, 'hello')
      const early = seqsOf(first)
      lab.say(...Array.from({ length: COUNT }, (_, i) => note(i + 1)))
      const slow = open()
      const late = seqsOf(slow)
      await once(slow, 'events')
      const { ws } = slow.io.engine.transport as unknown as { ws: { pause(): void; resume(): void } }
      ws.pause()
      lab.say(note(COUNT + 1), note(COUNT + 2), note(COUNT + 3))
      expect(await early).toEqual(all)
      ws.resume()
      expect(await late).toEqual(all)
    })

    it('and then the run that begins meanwhile', async () => {
      lab.say(...Array.from({ length: COUNT }, (_, i) => note(i + 1)))
      const page = open()
      const runs = new Map<number, number[]>()
      page.on('events', (run, batch) => {
        const seqs = decodeEvents<LabEvent>(new Uint8Array(batch)).map(({ seq }) => seq)
        runs.set(run, [...(runs.get(run) ?? []), ...seqs])
      })
      await once(page, 'events')
      lab.change({ run: 2, phase: 'running' })
      lab.say(note(1), note(2))
      await vi.waitUntil(() => runs.get(2)?.length === 2)
      expect(runs.get(2)).toEqual([1, 2])
      lab.say(note(3))
      await vi.waitUntil(() => runs.get(2)?.length === 3)
    })
  })

  it('forgets the events of an older run', async () => {
    lab.say(note(1))
    lab.change({ run: 2, phase: 'running' })
    lab.say(note(1), note(2))
    expect(await collect(open(), 2)).toEqual({ run: 2, events: [note(1), note(2)] })
  })
})

describe('a command', () => {
  const send = (page: Page, command: unknown): Promise<CommandAnswer> =>
    (page as Socket).timeout(5000).emitWithAck('command', command) as Promise<CommandAnswer>

  it('reaches the lab with its defaults filled in', async () => {
    const page = open()
    const command = { command: 'act', action: { do: 'link', from: 'n1', to: 'n2', change: { mode: 'cut' } } }
    expect(await send(page, command)).toEqual({ ok: true, text: 'done' })
    expect(lab.commands).toMatchObject([{ action: { both: true } }])
  })

  it('that is not understood is answered with one sentence and does not reach the lab', async () => {
    const page = open()
    const garbage = [null, 7, 'run', [], {}, { command: 'rm' }, { command: 'undo' }, { command: 'stop', force: true }]
    for (const command of [
      ...garbage,
      { command: 'act', action: { do: 'crash', node: '' } },
      { command: 'run', yaml: 'x'.repeat(300_000) }
    ]) {
      const answer = await send(page, command)
      expect(answer).toMatchObject({ ok: false, error: expect.stringMatching(/^This command is not understood: .+/) as string })
    }
    expect(lab.commands).toEqual([])
  })

  it('that fails is answered with the reason', async () => {
    expect(await send(open(), { command: 'stop' })).toEqual({ ok: false, error: 'Nothing runs.' })
  })
})

describe('a page that misbehaves is let go, and the others never notice', () => {
  const protocol_violations: Record<string, (page: Page) => void> = {
    'an unknown event': (page) => (page as Socket).emit('shutdown'),
    'a command without a callback': (page) => (page as Socket).emit('command', { command: 'stop' }),
    'bytes that are no packet': (page) => page.io.engine.write(Buffer.from([0xc1, 0xff, 0x00]) as unknown as string),
    'a packet of the wrong shape': (page) => page.io.engine.write('9["command",{}]'),
    'more than a message may hold': (page) => (page as Socket).emit('command', 'x'.repeat(2_000_000), () => undefined)
  }
  for (const [name, violate] of Object.entries(protocol_violations)) {
    it(name, async () => {
      const good = open()
      const bad = open()
      await Promise.all([once(good, 'hello'), once(bad, 'hello')])
      const gone = once(bad, 'disconnect')
      violate(bad)
      await gone
      const live = collect(good, 1)
      lab.say(note(1))
      expect((await live).events).toEqual([note(1)])
      expect(lab.commands).toEqual([])
    })
  }
})

it.each([
  { what: 'many messages', length: 10_000, most: 10_000 },
  { what: 'few but long messages', length: 1_000_000, most: 200 }
])('a page that stops reading $what is let go, and the others go on', async ({ length, most }) => {
  const good = open()
  const stuck = open()
  await Promise.all([once(good, 'hello'), once(stuck, 'hello')])
  let seen = 0
  good.on('state', () => (seen += 1))
  const { ws } = stuck.io.engine.transport as unknown as { ws: { pause(): void } }
  ws.pause()

  const reason = 'x'.repeat(length)
  let said = 0
  for (; server.pages() > 1 && said < most; said += 1) {
    lab.change({ error: reason })
    await new Promise((resolve) => setImmediate(resolve))
  }
  expect(server.pages()).toBe(1)
  await vi.waitUntil(() => seen === said)
})

describe('the port', () => {
  it('that is taken is told in one sentence', async () => {
    const second = start({ port: server.port })
    await expect(second).rejects.toThrow(PortError)
    await expect(second).rejects.toThrow(`Port ${server.port} is taken by another program`)
  })

  it('is free again after closing, with pages connected', async () => {
    const page = open()
    await once(page, 'hello')
    const gone = once(page, 'disconnect')
    await server.close()
    await gone
    server = await start({ port: server.port })
    await once(open(), 'hello')
  })
})

describe('a lab open to the room', () => {
  it('shows a door, and opens it to the join code', async () => {
    await server.close()
    server = await start({ open: true })
    const join_page = await get('/')
    expect(join_page.status).toBe(403)
    expect(join_page.body).toContain('Join code')
    expect(join_page.body).not.toContain('alert')
    expect((await get(`/?token=${server.join!.code}`)).body).toContain('the page')
    await once(open({ auth: { token: server.join!.code } }), 'hello')
  })

  it('says why a wrong code does not open it, and when too many were tried', async () => {
    await server.close()
    server = await start({ open: true })
    expect((await get('/?token=GUESS')).body).toContain('This is not the join code of this lab')
    for (let guess = 0; guess < 30; guess++) await get('/?token=GUESS')
    expect((await get(`/?token=${server.join!.code}`)).body).toContain('wait a minute')
  })
})
