import type { LabEvent } from '../../src-shared/events'
import { labCommandSchema } from '../../src-shared/lab-api'
import type { CommandAnswer, LabState } from '../../src-shared/lab-api'
import { BATCH_EVENTS_MAX } from '../../src-shared/wire/event-batches'
import { encodeEvents } from '../../src-shared/wire/events'
import { Backlog } from './backlog'
import { BacklogReplay } from './backlog-replay'
import type { LabPort } from './lab-port'
import { dropPage, firstIssue } from './page-server'
import type { Page, PageServer } from './page-server'
import { refusalOf } from './permissions'
import { helloForRoom, stateForRoom } from './room/lab-for-room'
import type { RoomPages } from './room/room-pages'

/** Events travel in batches of this age; a page draws at most as often anyway. */
const BATCH_MS = 50
/** What may wait for a slow page. Beyond it the page is let go; it comes back and is shown what it missed. */
const WAITING_MESSAGES_MAX = 1_000
const WAITING_BYTES_MAX = 64 * 1024 * 1024
/** Commands of one page that may be under way. */
const OPEN_COMMANDS_MAX = 64
/** Pages that have had their backlog, by what they may know. */
const INSTRUCTORS = 'up-to-date instructors'
const PARTICIPANTS = 'up-to-date participants'

/** Connects pages to the lab: state and events out, validated commands in. Returns what ends it. */
export function servePages(io: PageServer, lab: LabPort, room: RoomPages): () => void {
  const backlog = new Backlog()
  let run = lab.state.run
  let pending: LabEvent[] = []
  /** What the page that joined last is shown; the next one as well, unless it is stale. */
  let replay: BacklogReplay | null = null
  /** Those of pages that are not up to date yet. */
  const live_replays = new Set<BacklogReplay>()
  let turns: Promise<void> = Promise.resolve()

  io.use((page, next) => next(room.admit(page)))
  io.on('connection', (page) => {
    dropSlowPage(page)
    // First of all: what a page shows depends on who it is for.
    room.welcome(page)
    void replayBacklog(page)
    receiveCommands(page, lab, room)
  })

  /** One slice in each turn of the event loop, for whichever page: between two of them the run and the other pages go on. */
  function turn(): Promise<void> {
    return (turns = turns.then(() => new Promise((resolve) => setImmediate(resolve))))
  }

  /** Sends a page what it missed, a slice at a time, until nothing is left: from then on it gets what all get. */
  async function replayBacklog(page: Page): Promise<void> {
    const { conn } = page
    const gone = new Promise<void>((resolve) => conn.once('close', () => resolve()))
    const known = lab.state
    page.emit('hello', page.data.participant ? helloForRoom(lab.hello()) : lab.hello())
    const shown = currentReplay()
    shown.reader_count += 1
    for (let place = 0; page.connected; place++) {
      await turn()
      const batch = shown.run === run ? shown.at(place) : null
      if (batch === null) break
      page.emit('events', run, batch)
      await Promise.race([gone, new Promise<void>((resolve) => conn.transport.once('ready', () => resolve()))])
      if (shown.isOverflowed) dropPage(page)
    }
    shown.reader_count -= 1
    // It was told nothing yet of a run that began meanwhile.
    if (page.connected && shown.run !== run) return replayBacklog(page)
    void page.join(page.data.participant ? PARTICIPANTS : INSTRUCTORS)
    if (lab.state !== known) page.emit('state', page.data.participant ? stateForRoom(lab.state) : lab.state)
  }

  function currentReplay(): BacklogReplay {
    flush()
    if (replay === null || replay.isStale || replay.run !== run) {
      replay = new BacklogReplay(run, backlog.events())
      live_replays.add(replay)
    }
    return replay
  }

  function flush(): void {
    if (pending.length === 0) return
    const batch = pending
    pending = []
    backlog.add(batch)
    if (io.engine.clientsCount === 0) dropReplays()
    else for (const part of inBatches(batch)) send(encodeEvents(part).slice())
  }

  function send(batch: Uint8Array): void {
    // Encoded once for all of them.
    io.to([INSTRUCTORS, PARTICIPANTS]).emit('events', run, batch)
    for (const one of live_replays) {
      if (one.isNeeded) one.append(batch)
      else live_replays.delete(one)
    }
    if (replay && !live_replays.has(replay)) replay = null
  }

  function dropReplays(): void {
    replay = null
    live_replays.clear()
  }

  function queueEvents(events: readonly LabEvent[]): void {
    // One by one: a batch may be longer than a call may have arguments.
    for (const event of events) pending.push(event)
    // A simulation at a high pace makes more in a moment than should wait for the next one.
    if (pending.length >= BATCH_EVENTS_MAX) flush()
  }

  function changeState(state: LabState): void {
    flush()
    if (state.run !== run) {
      run = state.run
      backlog.clear()
      dropReplays()
    }
    io.to(INSTRUCTORS).emit('state', state)
    io.to(PARTICIPANTS).emit('state', stateForRoom(state))
  }

  const timer = setInterval(flush, BATCH_MS)
  const stopEvents = lab.onEvents(queueEvents)
  const stopState = lab.onState(changeState)
  return () => {
    clearInterval(timer)
    stopEvents()
    stopState()
  }
}

/** No single message blocks a page. */
function* inBatches(events: readonly LabEvent[]): Generator<readonly LabEvent[]> {
  for (let at = 0; at < events.length; at += BATCH_EVENTS_MAX) yield events.slice(at, at + BATCH_EVENTS_MAX)
}

/** Ends the connection of a page that does not read. */
function dropSlowPage(page: Page): void {
  let messages = 0
  let bytes = 0
  page.conn.on('drain', () => (messages = bytes = 0))
  page.conn.on('packetCreate', ({ data }: { readonly data?: string | Uint8Array }) => {
    messages += 1
    bytes += data?.length ?? 0
    if (messages > WAITING_MESSAGES_MAX || bytes > WAITING_BYTES_MAX) dropPage(page)
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
