/** A lab server over a lab that a test speaks for, and the ways to reach it. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import type { IncomingHttpHeaders } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { io } from 'socket.io-client'
import type { Socket } from 'socket.io-client'
import * as parser from 'socket.io-msgpack-parser'
import { afterEach, beforeEach } from 'vitest'
import { startLabServer } from '../../../src-main/server/lab-server'
import type { LabServer } from '../../../src-main/server/lab-server'
import type { LabEvent } from '../../../src-shared/events'
import type { PageToServer, ServerToPage } from '../../../src-shared/lab-api'
import type { PageToRoom, RoomToPage } from '../../../src-shared/room/room-api'
import { decodeEvents } from '../../../src-shared/wire/events'
import { FakeLab } from './fake-lab'

export type Page = Socket<ServerToPage & RoomToPage, PageToServer & PageToRoom>

interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** Every test of the file gets a server of its own. */
export function useServer(): ServerHarness {
  const harness = new ServerHarness()
  beforeEach(() => harness.begin())
  afterEach(() => harness.end())
  return harness
}

class ServerHarness {
  folder!: string
  lab!: FakeLab
  server!: LabServer
  private pages: Page[] = []

  async begin(): Promise<void> {
    this.folder = mkdtempSync(join(tmpdir(), 'netsplit-server-'))
    mkdirSync(join(this.folder, 'page'))
    mkdirSync(join(this.folder, 'recordings'))
    writeFileSync(join(this.folder, 'page', 'index.html'), '<title>the page</title>')
    writeFileSync(join(this.folder, 'recordings', 'latency.csv'), 't,ms\n')
    writeFileSync(join(this.folder, 'secret'), 'secret')
    this.lab = new FakeLab()
    this.pages = []
    this.server = await this.start()
  }

  async end(): Promise<void> {
    for (const page of this.pages) page.close()
    await this.server.close()
    rmSync(this.folder, { recursive: true })
  }

  readonly start = (options: { port?: number; open?: boolean } = {}): Promise<LabServer> =>
    startLabServer({
      lab: this.lab,
      port: 0,
      pageFolder: join(this.folder, 'page'),
      recordingsFolder: join(this.folder, 'recordings'),
      ...options
    })

  readonly token = (): string => new URL(this.server.url).searchParams.get('token')!

  /** Plain HTTP, since `fetch` allows neither a `Host` header nor paths that climb. */
  readonly get = (path: string, headers: Record<string, string> = {}, method = 'GET', sent?: Uint8Array): Promise<Answer> =>
    new Promise((resolve, reject) => {
      request({ host: '127.0.0.1', port: this.server.port, path, headers, method, agent: false }, (response) => {
        let body = ''
        response.setEncoding('utf8')
        response.on('data', (part: string) => (body += part))
        response.on('end', () => resolve({ status: response.statusCode!, headers: response.headers, body }))
      })
        .once('error', reject)
        .end(sent)
    })

  readonly open = (options: { auth?: object; origin?: string } = {}): Page => {
    const address = `http://127.0.0.1:${this.server.port}`
    const page: Page = io(address, {
      auth: options.auth ?? { token: this.token() },
      extraHeaders: { origin: options.origin ?? address },
      parser,
      transports: ['websocket'],
      reconnection: false,
      forceNew: true
    })
    this.pages.push(page)
    return page
  }
}

export const once = <T>(page: Page, event: string): Promise<T> =>
  new Promise((resolve) => (page as Socket).once(event, (...args: unknown[]) => resolve(args as T)))

/** Waits until that many events have come, and returns them with the run they belong to. */
export function collect(page: Page, count: number): Promise<{ run: number; events: LabEvent[] }> {
  return new Promise((resolve) => {
    const events: LabEvent[] = []
    page.on('events', (run, batch) => {
      events.push(...decodeEvents<LabEvent>(new Uint8Array(batch)))
      if (events.length >= count) resolve({ run, events })
    })
  })
}

export const note = (seq: number): LabEvent => ({ kind: 'notice', level: 'info', text: `event ${seq}`, t: seq, seq })
