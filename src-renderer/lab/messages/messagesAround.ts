import type { LabEvent } from '../../../src-shared/events'
import { isMessageEvent } from '../../../src-shared/events'
import { isOfNote, lookOf } from '../../../src-shared/description/messages'
import type { MessageLooks } from '../../../src-shared/description/messages'
import { createMessagesFold, foldMessages } from '../../../src-shared/folds/messages'
import type { MessagesFold, MessageTrace } from '../../../src-shared/folds/messages'

/** What of an archive is needed to read on from a moment. */
export interface EventSource {
  after(seq: number): Iterator<LabEvent>
  seqAt(t_us: number): number
}

/** How far before the moment messages are known: longer ones are drawn from their first sight. */
const BACK_US = 1_000_000
/** How far beyond it is read, so that what is under way is known to arrive, and when. */
const AHEAD_US = 300_000
/** Where nothing happens within that, it is read on until something does. */
const AHEAD_US_MAX = 30_000_000
/** Events between two looks at the clock. */
const EVENTS_PER_CLOCK_CHECK = 64
/** A form that is sent more often than this is part of the traffic; what is rarer is told from it. */
const RARE_PER_S = 40
const MARKS_MAX = 1000
const MARKED: ReadonlySet<LabEvent['kind']> = new Set<LabEvent['kind']>([
  'role',
  'fault-started',
  'fault-ended',
  'node-exited',
  'node-ready',
  'violation'
])

/** The messages before and after a moment of a run's past, with what became of them: reads on in the archive as the moment moves on. */
export class MessagesAround {
  /** It knows what is known of the messages before and after the moment. */
  ready = false
  private fold: MessagesFold = createMessagesFold()
  /** Times of changes other than messages, ascending, µs. */
  private marks: number[] = []
  private counts = new Map<string, number>()
  private events: Iterator<LabEvent> | null = null
  private last_seq = 0
  private from_us = 0
  private read_us = -1
  private moment_us = Infinity
  private newest_us = -1

  /** `looks`: of the run's protocol. */
  constructor(
    private readonly source: EventSource,
    private readonly looks: MessageLooks
  ) {}

  /** First seen in the order of the stream; those of the moment are among them. */
  get messages(): MessagesFold['recent'] {
    return this.fold.recent
  }
  /** Messages by their names. */
  get traces(): MessagesFold {
    return this.fold
  }
  get changes_us(): readonly number[] {
    return this.marks
  }

  /** Goes to a moment and reads on until it knows what follows, or `now_ms()` reaches `end_ms`: then it is not {@link ready}. */
  moveTo(t_us: number, end_ms: number, now_ms: () => number): void {
    if (t_us < this.moment_us || t_us > Math.max(this.moment_us, this.read_us) + AHEAD_US) this.start(t_us)
    this.moment_us = t_us
    this.ready = false
    while (this.isMoreNeeded(t_us)) {
      for (let i = 0; i < EVENTS_PER_CLOCK_CHECK; i++) if (!this.read()) return void (this.ready = true)
      if (now_ms() >= end_ms) return
    }
    this.ready = true
  }

  /** Whether it is between nodes, and more than a sign of life. */
  isOfNote({ type, forms }: MessageTrace): boolean {
    return type !== null && isOfNote(lookOf(this.looks, type, forms))
  }

  /** Whether a message of note stands out from the traffic. */
  isTelling(message: MessageTrace): boolean {
    if (!this.isOfNote(message)) return false
    const { name } = lookOf(this.looks, message.type, message.forms)
    const seconds = Math.max(1, (this.newest_us - this.from_us) / 1e6)
    return (this.counts.get(name) ?? 0) / seconds <= RARE_PER_S
  }

  private start(t_us: number): void {
    this.from_us = Math.max(0, t_us - BACK_US)
    this.fold = createMessagesFold()
    this.marks = []
    this.counts = new Map()
    this.last_seq = this.source.seqAt(this.from_us)
    this.events = this.source.after(this.last_seq)
    this.read_us = this.from_us
    this.newest_us = this.from_us
  }

  private isMoreNeeded(t_us: number): boolean {
    if (this.read_us < t_us + AHEAD_US) return true
    return this.newest_us <= t_us && this.read_us < t_us + AHEAD_US_MAX
  }

  /** One event on; false at the end of what there is: it is asked for again later. */
  private read(): boolean {
    const { value: event, done } = this.events!.next()
    if (done || event === undefined) {
      this.events = this.source.after(this.last_seq)
      return false
    }
    this.last_seq = event.seq
    this.read_us = Math.max(this.read_us, event.t)
    if (isMessageEvent(event)) this.readMessage(event)
    else if (MARKED.has(event.kind)) this.mark(event.t)
    return true
  }

  private readMessage(event: LabEvent): void {
    foldMessages(this.fold, event)
    this.newest_us = Math.max(this.newest_us, event.t)
    if (event.kind !== 'sent') return
    const { name } = lookOf(this.looks, event.type, event.forms)
    this.counts.set(name, (this.counts.get(name) ?? 0) + 1)
  }

  private mark(t_us: number): void {
    this.newest_us = Math.max(this.newest_us, t_us)
    this.marks.push(t_us)
    if (this.marks.length > MARKS_MAX) this.marks.shift()
  }
}
