import type { LiveInvariant } from '../../../src-node/protocols/contract'
import { isMessageEvent } from '../../../src-shared/events'
import type { EventBody, LabEvent, TimedEvent } from '../../../src-shared/events'
import { Sequencer } from './sequencer'

/**
 * How far the stream lags behind the clock: children flush every 20 ms, and what arrives within this time finds its right place.
 * It is a matter of time alone, never of who has reported, so a paused or stuck source holds nobody up.
 */
const WINDOW_US = 100_000
const RELEASE_EVERY_MS = 20
/** Events that may wait for their place. Message events may fill only half, so that they are lost first. */
const WAITING_MAX = 400_000

export interface EventStreamOptions {
  /** The run's clock in microseconds. */
  readonly now_us: () => number
  readonly invariants: readonly LiveInvariant[]
}

export type BatchListener = (events: readonly LabEvent[]) => void

/**
 * Merges the events of all sources into the run's one stream: ordered by time, numbered without gaps, watched by the invariants.
 * An event that arrives later than the window allows (its process was paused, or starved) comes next in the stream with its own,
 * older `t`: never lost, never dated falsely. Events of one source never change their order.
 */
export class EventStream {
  private waiting: TimedEvent[] = []
  private lost = 0
  private readonly sequencer: Sequencer
  private readonly listeners = new Set<BatchListener>()
  private readonly timer: NodeJS.Timeout

  constructor(private readonly options: EventStreamOptions) {
    this.sequencer = new Sequencer(options.invariants)
    this.timer = setInterval(() => this.release(options.now_us() - WINDOW_US), RELEASE_EVERY_MS)
  }

  /** Takes what a source made, in that source's order. */
  push(events: readonly TimedEvent[]): void {
    for (const event of events) {
      const room = isMessageEvent(event) ? WAITING_MAX / 2 : WAITING_MAX
      if (this.waiting.length < room) this.waiting.push(event)
      else this.lost++
    }
  }

  /** An event of the lab's own, now. */
  emit(body: EventBody): void {
    this.push([Object.assign({ t: this.options.now_us() }, body)])
  }

  /** Every later batch goes to the listener, in order. The answer ends that. */
  subscribe(listener: BatchListener): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  /** Lets out everything that waits, for the end of a run; the stream stays usable. */
  flush(): void {
    this.release(Infinity)
  }

  /** Ends the stream; what waits is let out first. */
  close(): void {
    clearInterval(this.timer)
    this.flush()
    this.listeners.clear()
  }

  private release(watermark_us: number): void {
    if (this.lost > 0) this.reportGap()
    const ready: TimedEvent[] = []
    const early: TimedEvent[] = []
    for (const event of this.waiting) (event.t <= watermark_us ? ready : early).push(event)
    if (ready.length === 0) return
    this.waiting = early
    // A stable sort: equal times keep the order of arrival.
    ready.sort((a, b) => a.t - b.t)
    const batch: LabEvent[] = []
    for (const event of ready) this.sequencer.appendEvent(event, batch)
    for (const listener of this.listeners) listener(batch)
  }

  private reportGap(): void {
    const gap = { t: this.options.now_us(), kind: 'gap', source: 'lab', lost: this.lost } as const
    this.lost = 0
    this.waiting.push(gap)
  }
}
