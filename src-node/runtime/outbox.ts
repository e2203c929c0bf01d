import { encodeEvents } from '../../src-shared/wire/events'
import { isMessageEvent } from '../../src-shared/events'
import type { EventBody, TimedEvent } from '../../src-shared/events'
import type { ControlChannel, EventsMessage } from './control-channel'

const FLUSH_EVERY_MS = 20
/** Batches handed to the channel and not yet written. A parent that stops reading must not make this process grow. */
const BATCHES_IN_FLIGHT_MAX = 4
const EVENTS_MAX = 100_000

export interface OutboxOptions {
  /** Who emits, as `gap` events name it: an endpoint, or `fabric`. */
  readonly source: string
  readonly channel: Pick<ControlChannel<never, EventsMessage>, 'send'>
  /** The run's clock in microseconds; see `createRunClock`. */
  readonly now_us: () => number
  /** Most events that may wait; by default 100,000. Message events may fill only half, so that they are lost first. */
  readonly events_max?: number
}

/** A process's events on their way to the lab: stamped, batched, bounded. What does not fit is counted and reported as a `gap`. */
export class Outbox {
  private waiting: TimedEvent[] = []
  private in_flight = 0
  private lost = 0
  private timer: NodeJS.Timeout | null = null
  private drained: (() => void)[] = []
  private readonly events_max: number

  constructor(private readonly options: OutboxOptions) {
    this.events_max = options.events_max ?? EVENTS_MAX
  }

  /** Stamps the event with the present moment and queues it; it leaves with the next batch, some 20 ms from now. */
  emit(body: EventBody): void {
    this.emitAt(this.options.now_us(), body)
  }

  /** Like {@link emit}, for an event whose moment the caller has already read. */
  emitAt(t: number, body: EventBody): void {
    const event = Object.assign({ t }, body) as TimedEvent
    if (this.waiting.length >= (isMessageEvent(event) ? this.events_max / 2 : this.events_max)) this.lost++
    else this.waiting.push(event)
    this.timer ??= setTimeout(() => this.flush(), FLUSH_EVERY_MS)
  }

  /** Resolves when everything emitted so far has left this process: call it before exiting on purpose. */
  drain(): Promise<void> {
    return new Promise((resolve) => {
      this.drained.push(resolve)
      this.flush()
    })
  }

  private flush(): void {
    if (this.timer) clearTimeout(this.timer)
    this.timer = null
    if (this.in_flight >= BATCHES_IN_FLIGHT_MAX) return
    if (this.lost > 0) this.reportGap()
    if (this.waiting.length > 0) this.sendBatch()
    if (this.in_flight === 0) this.drained.splice(0).forEach((resolve) => resolve())
  }

  private reportGap(): void {
    this.waiting.push({ t: this.options.now_us(), kind: 'gap', source: this.options.source, lost: this.lost })
    this.lost = 0
  }

  private sendBatch(): void {
    const batch = encodeEvents(this.waiting)
    this.waiting = []
    this.in_flight++
    this.options.channel.send({ kind: 'events', batch }, () => {
      this.in_flight--
      // What waited behind a full channel has waited long enough.
      if (this.in_flight === BATCHES_IN_FLIGHT_MAX - 1 || this.drained.length > 0) this.flush()
    })
  }
}
