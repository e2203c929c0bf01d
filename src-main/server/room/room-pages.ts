import { roomRequestSchema } from '../../../src-shared/room/room-api'
import type { RoomAnswer, RoomDesk, RoomRequest, RoomSelf } from '../../../src-shared/room/room-api'
import type { Access } from '../access'
import { roomAddresses } from '../access'
import { dropPage, firstIssue } from '../page-server'
import type { Page, PageServer } from '../page-server'
import { shownRecordings } from '../permissions'
import type { Asking } from '../permissions'
import type { Participant } from './participants'
import { Room } from './room'
import type { RoomListener } from './room-listener'

/** What all are told is told at most as often. */
const TELL_MS = 100
/** Longest message of a participant. */
const MESSAGE_BYTES_MAX = 64 * 1024
/** Messages beyond the rate that a participant's page may send one after the other; then it is let go. */
const REFUSED_MAX = 200
const TOO_MANY: RoomAnswer = { ok: false, error: 'Too many messages at once: wait a second, then try again.' }
const INSTRUCTORS = 'instructors'
const EVENTS = ['command', 'room']

const groupOf = ({ number }: Participant): string => `participant ${number}`

export interface RoomPagesOptions {
  readonly io: PageServer
  readonly access: Access
  readonly listener: RoomListener
  /** Of the server on loopback. */
  readonly port: () => number
  /** Where a lab of one's own is served, see {@link RoomSelf}. */
  readonly tab: string | null
}

/** Connects pages to the room: who they are, what they are told, what they ask. */
export class RoomPages {
  readonly #room: Room
  #telling: NodeJS.Timeout | null = null
  readonly #changed = new Set<'state' | 'place'>()

  constructor(private readonly options: RoomPagesOptions) {
    this.#room = new Room({
      onState: () => this.tellSoon('state'),
      onPlace: () => this.tellSoon('place'),
      onSelf: (participant) => options.io.to(groupOf(participant)).emit('room-self', this.selfOf(participant))
    })
  }

  /** How others join; null: the room is closed. */
  get join(): RoomDesk['join'] {
    const { access, port } = this.options
    if (access.joinCode === null) return null
    // Without a network at least other windows of this computer can.
    const hosts = access.roomHosts.length > 0 ? access.roomHosts : [`127.0.0.1:${port()}`]
    return { code: access.joinCode, addresses: hosts.map((host) => ({ host, url: `http://${host}/` })) }
  }

  /** Ids of the recordings that the instructor shows. */
  get shown(): readonly string[] {
    return shownRecordings(this.#room)
  }

  /** Lets others join, over every network that this computer is in. */
  async open(): Promise<void> {
    const { access, listener, port } = this.options
    if (access.joinCode !== null) return
    access.openRoom(await listener.open(roomAddresses(), port()))
    this.tellAll()
  }

  /** Sends everybody out who came by the join code. */
  close(): void {
    const { access, io, listener } = this.options
    access.closeRoom()
    for (const page of io.sockets.sockets.values()) if (page.data.participant) page.disconnect(true)
    listener.close()
    this.#room.clear()
    this.tellAll()
  }

  /** Finds out whose page it is; why it may not come in is an error with one sentence. */
  admit(page: Page): Error | undefined {
    const { token, participant: key } = page.handshake.auth
    const role = this.options.access.roleOf(token)
    if (role === null) return new Error(this.options.access.refusalOf(token))
    page.data.participant = null
    if (role === 'instructor') return undefined
    try {
      const participant = (page.data.participant = this.#room.join(key))
      page.conn.once('close', () => this.#room.leave(participant))
      return undefined
    } catch (error) {
      return error as Error
    }
  }

  /** Tells a page what there is to know, and listens to it. */
  welcome(page: Page): void {
    const { participant } = page.data
    page.emit('room', this.#room.state(this.join !== null))
    page.emit('room-place', this.#room.place)
    if (participant) {
      void page.join(groupOf(participant))
      page.emit('room-self', this.selfOf(participant))
    } else {
      void page.join(INSTRUCTORS)
      page.emit('room-self', { role: 'instructor', number: null, tab: this.options.tab, answers: {} })
      page.emit('room-desk', { join: this.join })
    }
    this.bound(page)
    page.on('room', (input: unknown, answer: unknown) => {
      if (typeof answer !== 'function') return page.disconnect(true)
      void this.ask(page, input).then((result) => (answer as (result: RoomAnswer) => void)(result))
    })
  }

  /** Whose command it is: null: the instructor's, who may do everything. */
  askingOf({ data: { participant } }: Page): Asking | null {
    const { place, lesson } = this.#room
    return participant && { acting: this.#room.isActing(participant), place, lesson }
  }

  /** Ends what would still be told. */
  stop(): void {
    if (this.#telling) clearTimeout(this.#telling)
    this.#room.clear()
    this.options.listener.close()
  }

  private selfOf(participant: Participant): RoomSelf {
    return { role: 'participant', tab: this.options.tab, ...this.#room.self(participant) }
  }

  /** Lets through what may come, and of participants no more than a person makes. */
  private bound(page: Page): void {
    const { participant } = page.data
    let refused = 0
    page.use(([event, ...words], next) => {
      if (!EVENTS.includes(event)) return next(new Error('unknown event'))
      if (!participant || participant.messages.take()) {
        refused = 0
        return next()
      }
      const answer: unknown = words.at(-1)
      if (++refused > REFUSED_MAX) dropPage(page)
      else if (typeof answer === 'function') answer(TOO_MANY)
    })
    page.on('error', () => page.disconnect(true))
    if (!participant) return
    page.conn.on('packet', ({ data }: { readonly data?: string | Uint8Array }) => {
      if ((data?.length ?? 0) > MESSAGE_BYTES_MAX) dropPage(page)
    })
  }

  private async ask({ data: { participant } }: Page, input: unknown): Promise<RoomAnswer> {
    const parsed = roomRequestSchema.safeParse(input)
    if (!parsed.success) return { ok: false, error: `This is not understood: ${firstIssue(parsed.error)}` }
    try {
      if (participant) this.#room.ask(participant, parsed.data)
      else await this.direct(parsed.data)
      return { ok: true }
    } catch (error) {
      return { ok: false, error: error instanceof Error ? error.message : String(error) }
    }
  }

  private async direct(request: RoomRequest): Promise<void> {
    if (request.ask === 'open') await this.open()
    else if (request.ask === 'close') this.close()
    else this.#room.direct(request)
  }

  private tellSoon(changed: 'state' | 'place'): void {
    this.#changed.add(changed)
    this.#telling ??= setTimeout(() => this.tell(), TELL_MS).unref()
  }

  private tell(): void {
    const { io } = this.options
    this.#telling = null
    if (this.#changed.has('state')) io.emit('room', this.#room.state(this.join !== null))
    if (this.#changed.has('place')) io.emit('room-place', this.#room.place)
    this.#changed.clear()
  }

  private tellAll(): void {
    this.options.io.to(INSTRUCTORS).emit('room-desk', { join: this.join })
    this.tellSoon('state')
  }
}
