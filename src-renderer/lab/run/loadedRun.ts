import type { LabEvent } from '../../../src-shared/events'
import type { ProtocolDescription } from '../../../src-shared/description/protocol-description'
import { decodeEvents } from '../../../src-shared/wire/events'
import { EventLog } from '../log/eventLog'
import { Bookmarks } from './bookmarks'
import { EventArchive } from './eventArchive'
import { EventQueue } from './eventQueue'
import { RunFolds } from './runFolds'
import { TimeMachine } from './timeMachine'

/** One run as the page has it: its newest state, all of its events, and the way back to any of its moments. */
export class LoadedRun {
  /** The newest state. */
  readonly head: RunFolds
  /** Position in the stream of the newest event in it. */
  head_seq = 0
  readonly bookmarks: Bookmarks
  readonly log: EventLog
  readonly machine: TimeMachine
  private readonly queue: EventQueue
  private complete = false

  /** `now_ms` reads any monotonic clock. */
  constructor(
    readonly protocol: ProtocolDescription | null,
    now_ms: () => number,
    readonly archive = new EventArchive()
  ) {
    this.head = new RunFolds(protocol)
    this.bookmarks = new Bookmarks(this.head.cluster, protocol?.term ?? null)
    this.log = new EventLog(protocol?.term ?? null)
    this.machine = new TimeMachine(this.archive, () => new RunFolds(protocol), this.head)
    this.queue = new EventQueue((batch) => this.open(batch), now_ms)
  }

  /** A batch of encoded events; folded by `drain`. */
  push(batch: Uint8Array): void {
    this.queue.push(batch)
  }

  /** Batches that wait to be folded. */
  get waiting(): number {
    return this.queue.waiting
  }

  /** Nothing more will be pushed. */
  end(): void {
    this.complete = true
  }

  /** Whether all of the run is in the head. */
  get whole(): boolean {
    return this.complete && this.is_drained
  }

  /** Whether everything that arrived is in the head. */
  get is_drained(): boolean {
    return this.queue.empty
  }

  /** Folds what waits, for about `budget_ms`; `passed` sees the events after the head did. Returns how many there were. */
  drain(budget_ms: number, passed?: (event: LabEvent) => void): number {
    return this.queue.drain((event) => {
      this.head.observe(event)
      this.head_seq = event.seq
      this.bookmarks.observe(event)
      this.log.observe(event)
      this.machine.pass(event.seq)
      passed?.(event)
    }, budget_ms)
  }

  /** Compresses what is kept of the past, until `isOver()`; false when all of it is. */
  compress(isOver: () => boolean): boolean {
    return this.archive.compress(isOver) || this.machine.pack(isOver)
  }

  private open(batch: Uint8Array): LabEvent[] {
    const events = decodeEvents<LabEvent>(batch)
    this.archive.append(batch, events)
    return events
  }
}
