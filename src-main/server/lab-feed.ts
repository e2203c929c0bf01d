import type { LabEvent } from '../../src-shared/events'
import type { LabHello, LabState } from '../../src-shared/lab-api'
import { BATCH_EVENTS_MAX } from '../../src-shared/wire/event-batches'
import type { Backlog } from './backlog'
import { BacklogReplay } from './backlog-replay'
import type { LabPort } from './lab-port'
import { dropPage } from './page-server'
import type { Page, PageServer } from './page-server'

/** How pages of one kind are told what goes on in the lab. */
export interface Audience {
  /** Of those that have had their backlog. */
  readonly group: string
  /** Events travel in batches of this age. */
  readonly batch_ms: number
  /** Of a simulated run, which counts its steps all the time: how often that alone is told. */
  readonly steps_ms: number
  /** As which message batches come. */
  readonly message: 'events' | 'packed-events'
  readonly encode: (events: readonly LabEvent[]) => Uint8Array
  /** What they may know. */
  readonly hello: (hello: LabHello) => LabHello
  readonly state: (state: LabState) => LabState
}

/** The lab's state and events for one audience; each batch is encoded once for all of its pages. */
export class LabFeed {
  private run: number
  private pending: LabEvent[] = []
  /** What the page that joined last is shown; the next one as well, unless it is stale. */
  private replay: BacklogReplay | null = null
  /** Those of pages that are not up to date yet. */
  private readonly live_replays = new Set<BacklogReplay>()
  private told: LabState
  private told_ms = 0
  private readonly timer: NodeJS.Timeout

  /** `turn`: one slice of a backlog in each turn of the event loop, for whichever page: between two of them the run and the other pages go on. */
  constructor(
    private readonly io: PageServer,
    private readonly lab: LabPort,
    private readonly backlog: Backlog,
    private readonly audience: Audience,
    private readonly turn: () => Promise<void>
  ) {
    this.told = lab.state
    this.run = lab.state.run
    this.timer = setInterval(() => this.flush(), audience.batch_ms)
  }

  close(): void {
    clearInterval(this.timer)
  }

  /** Says hello, and sends a page what it missed, a slice at a time, until nothing is left: from then on it gets what all get. */
  async welcome(page: Page): Promise<void> {
    const { hello, message, group, state } = this.audience
    const { conn } = page
    const gone = new Promise<void>((resolve) => conn.once('close', () => resolve()))
    const known = this.lab.state
    page.emit('hello', hello(this.lab.hello()))
    const shown = this.currentReplay()
    shown.reader_count += 1
    for (let place = 0; page.connected; place++) {
      await this.turn()
      const batch = shown.run === this.run ? shown.at(place) : null
      if (batch === null) break
      page.emit(message, this.run, batch)
      await Promise.race([gone, new Promise<void>((resolve) => conn.transport.once('ready', () => resolve()))])
      if (shown.isOverflowed) dropPage(page)
    }
    shown.reader_count -= 1
    // It was told nothing yet of a run that began meanwhile.
    if (page.connected && shown.run !== this.run) return this.welcome(page)
    void page.join(group)
    if (this.lab.state !== known) page.emit('state', state(this.lab.state))
  }

  /** Events that the backlog has by now. */
  queue(events: readonly LabEvent[]): void {
    // One by one: a batch may be longer than a call may have arguments.
    for (const event of events) this.pending.push(event)
    // A simulation at a high pace makes more in a moment than should wait for the next one.
    if (this.pending.length >= BATCH_EVENTS_MAX) this.flush()
  }

  /** Behind the events that led to it. */
  changeState(state: LabState): void {
    const { audience, told, told_ms } = this
    if (performance.now() - told_ms < audience.steps_ms && isSameButSteps(state, told)) return
    this.flush()
    if (state.run !== this.run) {
      this.run = state.run
      this.dropReplays()
    }
    this.told = state
    this.told_ms = performance.now()
    this.io.to(audience.group).emit('state', audience.state(state))
  }

  private currentReplay(): BacklogReplay {
    this.flush()
    if (this.replay === null || this.replay.isStale || this.replay.run !== this.run) {
      this.replay = new BacklogReplay(this.run, this.backlog.events(), this.audience.encode)
      this.live_replays.add(this.replay)
    }
    return this.replay
  }

  private flush(): void {
    if (this.pending.length === 0) return
    const events = this.pending
    this.pending = []
    if (this.io.sockets.adapter.rooms.has(this.audience.group) || this.live_replays.size > 0) {
      for (let at = 0; at < events.length; at += BATCH_EVENTS_MAX) this.send(events.slice(at, at + BATCH_EVENTS_MAX))
    }
  }

  private send(events: readonly LabEvent[]): void {
    const { group, message, encode } = this.audience
    const batch = encode(events)
    this.io.to(group).emit(message, this.run, batch)
    for (const one of this.live_replays) {
      if (one.isNeeded) one.append(batch)
      else this.live_replays.delete(one)
    }
    if (this.replay && !this.live_replays.has(this.replay)) this.replay = null
  }

  private dropReplays(): void {
    this.replay = null
    this.live_replays.clear()
  }
}

/** Whether a simulated run has gone on, and nothing else is new. */
function isSameButSteps({ simulation, ...state }: LabState, { simulation: told, ...before }: LabState): boolean {
  if (simulation === null || told === null) return false
  const keys = Object.keys(state) as (keyof typeof state)[]
  const { pace, paused, forked_from } = simulation
  return (
    keys.every((key) => state[key] === before[key]) &&
    pace === told.pace &&
    paused === told.paused &&
    forked_from === told.forked_from
  )
}
