import type { DropCause, EventBody, LinkCounters } from '../../../src-shared/events'
import type { EndpointId, LinkId } from '../../../src-shared/ids'
import type { LinkChange } from '../../../src-shared/faults/actions'
import { DRAWS } from '../../../src-shared/network/draw'
import { LinkModel } from '../../../src-shared/network/link-model'
import { changeSettings } from '../../../src-shared/network/netem'
import type { LinkSettings } from '../../../src-shared/network/netem'
import { within } from '../random'
import type { VirtualScheduler } from '../scheduler'
import type { Carrier, Direction, FrameSink } from './in-flight-frame'
import { InFlightFrame } from './in-flight-frame'
import { alteredCopy } from './frame'
import type { Frame } from './frame'

/** What a frame needs from the sender's call to the link's beginning: system calls and a loopback socket, lowest and highest. */
export const LOOPBACK_US = [20, 60] as const

/** Who may keep a copy whose time has come, and hears of those that were delivered. */
export interface Gate {
  holdsBack(copy: InFlightFrame): boolean
  onDelivered(copy: InFlightFrame): void
}

/** What a link needs of the network around it. */
export interface LinkHost {
  readonly gate: Gate
  /** It has counted something, for the first time since {@link Link.takeCounters}. */
  onActive(link: Link): void
}

/** One directed link in virtual time: puts frames through its model and tells what became of the traced ones. */
export class Link implements Carrier {
  readonly from: EndpointId
  readonly to: EndpointId
  readonly model: LinkModel
  private frames = 0
  /** It has counted something since its counters were taken last. */
  private is_active = false
  /** Frames enter the link in the order in which they were sent. */
  private entered_us = 0

  constructor(
    readonly id: LinkId,
    /** Among the network's links, in the order in which they were made. */
    readonly place: number,
    ends: readonly [from: EndpointId, to: EndpointId],
    seed: number,
    settings: LinkSettings,
    private readonly scheduler: VirtualScheduler,
    private readonly emit: (event: EventBody) => void,
    private readonly host: LinkHost
  ) {
    ;[this.from, this.to] = ends
    this.model = new LinkModel(id, seed, settings)
  }

  reseed(seed: number): void {
    this.model.reseed(seed)
  }

  /** Takes effect at once; what waits longer than the change allows is moved to its horizon. */
  change({ mode, settings }: LinkChange): void {
    const { model, scheduler } = this
    const changed = settings ? changeSettings(model.settings, settings) : model.settings
    const horizon_us = model.change(scheduler.now_us(), mode ?? model.mode, changed)
    scheduler.moveForward((task) => task instanceof InFlightFrame && task.link === this, horizon_us)
  }

  /** A frame is sent over the connection, from whichever end. */
  send(connection: FrameSink, direction: Direction, frame: Frame): void {
    const { model } = this
    this.becomeActive()
    const now_us = this.scheduler.now_us()
    const offered_us = this.enter(now_us)
    if (model.isDelayOnly) {
      const due_us = model.offerDelayOnly(offered_us, frame.bytes)
      return this.depart(due_us, new InFlightFrame(this, connection, direction, frame, now_us, offered_us, 0, false, false))
    }
    const fate = model.offer(offered_us, frame.bytes)
    if (typeof fate === 'string') return this.traceDropped(fate, frame)
    for (const { due_us, copy, corrupt_bit, alter_at } of fate) {
      const [is_corrupt, is_altered] = [corrupt_bit >= 0, alter_at >= 0]
      const sent = is_altered ? alteredCopy(frame, alter_at) : frame
      this.depart(due_us, new InFlightFrame(this, connection, direction, sent, now_us, offered_us, copy, is_corrupt, is_altered))
    }
  }

  arrive(in_flight_frame: InFlightFrame, by_hand = false): void {
    const { model } = this
    if (!by_hand && this.host.gate.holdsBack(in_flight_frame)) return
    this.becomeActive()
    const { connection, direction, frame, copy, is_corrupt, is_altered } = in_flight_frame
    let cause: DropCause | null = null
    if (by_hand) model.take(frame.bytes)
    else cause = model.leave(frame.bytes)
    if (!cause && !connection.reaches(direction)) cause = model.dropped('receiver-gone')
    if (cause) {
      this.traceDropped(cause, frame)
    } else {
      const late_us = Math.max(0, this.scheduler.now_us() - in_flight_frame.offered_us)
      model.delivered(frame.bytes, late_us)
      if (frame.header.traced) this.traceDelivered(late_us, copy, is_corrupt, is_altered, frame)
      connection.deliver(direction, frame, is_corrupt)
      this.host.gate.onDelivered(in_flight_frame)
    }
    connection.frameLeft(direction)
  }

  /** What it has counted so far. */
  takeCounters(): LinkCounters {
    this.is_active = false
    return this.model.counters()
  }

  discard(in_flight_frame: InFlightFrame): void {
    this.becomeActive()
    this.model.take(in_flight_frame.frame.bytes)
    this.traceDropped(this.model.dropped('by-hand'), in_flight_frame.frame)
    in_flight_frame.connection.frameLeft(in_flight_frame.direction)
  }

  private becomeActive(): void {
    if (this.is_active) return
    this.is_active = true
    this.host.onActive(this)
  }

  private depart(due_us: number, in_flight_frame: InFlightFrame): void {
    in_flight_frame.connection.frameEntered(in_flight_frame.direction)
    this.scheduler.schedule(due_us, in_flight_frame)
  }

  private enter(now_us: number): number {
    const latency_us = within(this.model.draw(++this.frames, DRAWS.loopback), LOOPBACK_US)
    this.entered_us = Math.max(this.entered_us, now_us + latency_us)
    return this.entered_us
  }

  private traceDelivered(late_us: number, copy: 0 | 1, corrupted: boolean, altered: boolean, { header }: Frame): void {
    const { boot, n } = header
    const found = { late_us, copy, corrupted, ...(altered && { altered: true as const }) }
    this.emit({ kind: 'delivered', ...found, from: this.from, to: this.to, boot, n })
  }

  private traceDropped(cause: DropCause, { header }: Frame): void {
    const { boot, n } = header
    if (header.traced) this.emit({ kind: 'dropped', cause, from: this.from, to: this.to, boot, n })
  }
}
