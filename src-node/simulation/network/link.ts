import type { DropCause, EventBody } from '../../../src-shared/events'
import type { EndpointId, LinkId } from '../../../src-shared/ids'
import type { LinkChange } from '../../../src-shared/faults/actions'
import { createDraw, DRAWS } from '../../../src-shared/network/draw'
import type { Draw } from '../../../src-shared/network/draw'
import { LinkModel } from '../../../src-shared/network/link-model'
import { changeSettings } from '../../../src-shared/network/netem'
import type { LinkSettings } from '../../../src-shared/network/netem'
import { between } from '../random'
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

/** One directed link in virtual time: puts frames through its model and tells what became of the traced ones. */
export class Link implements Carrier {
  readonly from: EndpointId
  readonly to: EndpointId
  readonly model: LinkModel
  private draw: Draw
  private frames = 0
  private readonly drawLoopback = () => this.draw(++this.frames, DRAWS.loopback)
  /** Frames enter the link in the order in which they were sent. */
  private entered_us = 0

  constructor(
    readonly id: LinkId,
    ends: readonly [from: EndpointId, to: EndpointId],
    seed: number,
    settings: LinkSettings,
    private readonly scheduler: VirtualScheduler,
    private readonly emit: (event: EventBody) => void,
    private readonly gate: Gate
  ) {
    ;[this.from, this.to] = ends
    this.model = new LinkModel(id, seed, settings)
    this.draw = createDraw(seed, id)
  }

  reseed(seed: number): void {
    this.model.reseed(seed)
    this.draw = createDraw(seed, this.id)
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
    if (!by_hand && this.gate.holdsBack(in_flight_frame)) return
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
      this.gate.onDelivered(in_flight_frame)
    }
    connection.frameLeft(direction)
  }

  discard(in_flight_frame: InFlightFrame): void {
    this.model.take(in_flight_frame.frame.bytes)
    this.traceDropped(this.model.dropped('by-hand'), in_flight_frame.frame)
    in_flight_frame.connection.frameLeft(in_flight_frame.direction)
  }

  private depart(due_us: number, in_flight_frame: InFlightFrame): void {
    in_flight_frame.connection.frameEntered(in_flight_frame.direction)
    this.scheduler.schedule(due_us, in_flight_frame)
  }

  private enter(now_us: number): number {
    const latency_us = between(this.drawLoopback, LOOPBACK_US)
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
