import type { Server, Socket } from 'socket.io'
import type { z } from 'zod'
import type { LabEvent } from '../../src-shared/events'
import { labCommandSchema } from '../../src-shared/lab-api'
import type { CommandAnswer, LabState, PageToServer, ServerToPage } from '../../src-shared/lab-api'
import { encodeEvents } from '../../src-shared/wire/events'
import type { Access } from './access'
import { Backlog } from './backlog'
import type { LabPort } from './lab-port'

export type PageServer = Server<PageToServer, ServerToPage>
type Page = Socket<PageToServer, ServerToPage>

/** Events travel in batches of this age; a page draws at most as often anyway. */
const BATCH_MS = 50
/** Longest batch of a backlog, so that no single message blocks a page. */
const BACKLOG_BATCH_EVENTS = 4_000
/** Messages that may wait for a slow page. Beyond it the page is let go; it comes back and gets the backlog. */
const WAITING_MESSAGES_MAX = 1_000
/** Commands of one page that may be under way. */
const OPEN_COMMANDS_MAX = 64
/** The room of all pages that have had their backlog. */
const ALL_PAGES = 'pages'

/** Connects pages to the lab: state and events out, validated commands in. Returns what ends it. */
export function servePages(io: PageServer, lab: LabPort, access: Access): () => void {
  const backlog = new Backlog()
  let run = lab.state.run
  let pending: LabEvent[] = []

  io.use((socket, next) => {
    next(access.admits(socket.handshake.auth.token) ? undefined : new Error('This page lacks the token of this start.'))
  })
  io.on('connection', (page) => {
    flush()
    letGoWhenSlow(page)
    welcome(page)
    receiveCommands(page, lab)
  })

  function welcome(page: Page): void {
    page.emit('hello', lab.hello())
    const events = backlog.events()
    for (let at = 0; at < events.length; at += BACKLOG_BATCH_EVENTS) {
      page.emit('events', run, encodeEvents(events.slice(at, at + BACKLOG_BATCH_EVENTS)))
    }
    void page.join(ALL_PAGES)
  }

  function flush(): void {
    if (pending.length === 0) return
    const batch = pending
    pending = []
    backlog.add(batch)
    if (io.engine.clientsCount === 0) return
    io.to(ALL_PAGES).emit('events', run, encodeEvents(batch))
  }

  function changeState(state: LabState): void {
    flush()
    if (state.run !== run) {
      run = state.run
      backlog.clear()
    }
    io.to(ALL_PAGES).emit('state', state)
  }

  const timer = setInterval(flush, BATCH_MS)
  // One by one: a batch may be longer than a call may have arguments.
  const stopEvents = lab.onEvents((events) => events.forEach((event) => pending.push(event)))
  const stopState = lab.onState(changeState)
  return () => {
    clearInterval(timer)
    stopEvents()
    stopState()
  }
}

/** Ends the connection of a page that does not read. */
function letGoWhenSlow({ conn }: Page): void {
  let waiting = 0
  conn.on('drain', () => (waiting = 0))
  conn.on('packetCreate', () => {
    waiting += 1
    // Its socket alone: a closing handshake would wait for a page that does not read.
    if (waiting > WAITING_MESSAGES_MAX) conn.request.socket.destroy()
  })
}

/** Hands well-formed commands to the lab and answers everything else with one sentence. */
function receiveCommands(page: Page, lab: LabPort): void {
  let open = 0

  async function carryOut(input: unknown): Promise<CommandAnswer> {
    const parsed = labCommandSchema.safeParse(input)
    if (!parsed.success) return { ok: false, error: `This command is not understood: ${firstMistake(parsed.error)}` }
    if (open >= OPEN_COMMANDS_MAX) return { ok: false, error: 'Too many commands are under way; try again in a moment.' }
    open += 1
    try {
      return await lab.command(parsed.data)
    } catch (error) {
      return { ok: false, error: error instanceof Error ? error.message : String(error) }
    } finally {
      open -= 1
    }
  }

  page.use(([event], next) => next(event === 'command' ? undefined : new Error(`unknown event`)))
  page.on('error', () => page.disconnect(true))
  page.on('command', (input: unknown, answer: unknown) => {
    if (typeof answer !== 'function') return page.disconnect(true)
    void carryOut(input).then((result) => (answer as (result: CommandAnswer) => void)(result))
  })
}

function firstMistake(error: z.ZodError): string {
  const issue = error.issues[0]!
  const place = issue.path.join('.')
  return place ? `${place}: ${issue.message}` : issue.message
}
