import { deflateRawSync } from 'node:zlib'
import { labCommandSchema } from '../../src-shared/lab-api'
import type { CommandAnswer } from '../../src-shared/lab-api'
import { encodeEvents } from '../../src-shared/wire/events'
import { Backlog } from './backlog'
import { LabFeed } from './lab-feed'
import type { Audience } from './lab-feed'
import type { LabPort } from './lab-port'
import { dropPage, firstIssue } from './page-server'
import type { Page, PageServer } from './page-server'
import { refusalOf } from './permissions'
import { helloForRoom, stateForRoom } from './room/lab-for-room'
import type { RoomPages } from './room/room-pages'

/** Levels above take longer and save next to nothing. */
const PACKING_LEVEL = 3
/** Commands of one page that may be under way. */
const OPEN_COMMANDS_MAX = 64

/** A page draws at most as often anyway. */
const INSTRUCTORS: Audience = {
  group: 'up-to-date instructors',
  batch_ms: 50,
  steps_ms: 0,
  message: 'events',
  encode: (events) => encodeEvents(events).slice(),
  hello: (hello) => hello,
  state: (state) => state
}
/** A network's air is shared by the whole room, and so are the lab's processors: fewer and packed batches. */
const PARTICIPANTS: Audience = {
  group: 'up-to-date participants',
  batch_ms: 200,
  steps_ms: 1_000,
  message: 'packed-events',
  encode: (events) => deflateRawSync(encodeEvents(events), { level: PACKING_LEVEL }),
  hello: helloForRoom,
  state: stateForRoom
}
/** What may wait for a slow page, of whichever kind. Beyond it the page is let go; it comes back and is shown what it missed. */
const WAITING_MESSAGES_MAX = 1_000
const WAITING_BYTES_MAX = { instructor: 64 * 1024 * 1024, participant: 4 * 1024 * 1024 }

/** Connects pages to the lab: state and events out, validated commands in. Returns what ends it. */
export function servePages(io: PageServer, lab: LabPort, room: RoomPages): () => void {
  const backlog = new Backlog()
  let run = lab.state.run
  let turns: Promise<void> = Promise.resolve()
  const turn = () => (turns = turns.then(() => new Promise((resolve) => setImmediate(resolve))))
  const instructors = new LabFeed(io, lab, backlog, INSTRUCTORS, turn)
  const participants = new LabFeed(io, lab, backlog, PARTICIPANTS, turn)
  const feeds = [instructors, participants]

  io.use((page, next) => next(room.admit(page)))
  io.on('connection', (page) => {
    dropSlowPage(page)
    // First of all: what a page shows depends on who it is for.
    room.welcome(page)
    void (page.data.participant ? participants : instructors).welcome(page)
    receiveCommands(page, lab, room)
  })
  const stopEvents = lab.onEvents((events) => {
    backlog.add(events)
    for (const feed of feeds) feed.queue(events)
  })
  const stopState = lab.onState((state) => {
    if (state.run !== run) backlog.clear()
    run = state.run
    for (const feed of feeds) feed.changeState(state)
  })
  return () => {
    stopEvents()
    stopState()
    for (const feed of feeds) feed.close()
  }
}

/** Ends the connection of a page that does not read. */
function dropSlowPage(page: Page): void {
  const bytes_max = WAITING_BYTES_MAX[page.data.participant ? 'participant' : 'instructor']
  let messages = 0
  let bytes = 0
  page.conn.on('drain', () => (messages = bytes = 0))
  page.conn.on('packetCreate', ({ data }: { readonly data?: string | Uint8Array }) => {
    messages += 1
    bytes += data?.length ?? 0
    if (messages > WAITING_MESSAGES_MAX || bytes > bytes_max) dropPage(page)
  })
}

/** Hands well-formed commands to the lab and answers everything else with one sentence. */
function receiveCommands(page: Page, lab: LabPort, room: RoomPages): void {
  let open = 0

  async function executeCommand(input: unknown): Promise<CommandAnswer> {
    const parsed = labCommandSchema.safeParse(input)
    if (!parsed.success) return { ok: false, error: `This command is not understood: ${firstIssue(parsed.error)}` }
    const asking = room.askingOf(page)
    const refusal = asking && refusalOf(parsed.data, asking)
    if (refusal !== null) return { ok: false, error: refusal }
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

  page.on('command', (input: unknown, answer: unknown) => {
    if (typeof answer !== 'function') return page.disconnect(true)
    void executeCommand(input).then((result) => (answer as (result: CommandAnswer) => void)(result))
  })
}
