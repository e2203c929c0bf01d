import type { DropCause, EventBody } from '../../../src-shared/events'
import type { EndpointId, LinkId } from '../../../src-shared/ids'
import type { LinkChange } from '../../../src-shared/faults/actions'
import { DRAWS } from '../../../src-shared/network/draw'
import { LinkModel } from '../../../src-shared/network/link-model'
import type { LinkMemory } from '../../../src-shared/network/link-model'
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
  /** It has counted something, for the first time since its counters were told. */
  onActive(link: KnownLink): void
}

/** A link that was used: its memory stays, and the rest of it may be forgotten in between. */
export interface KnownLink {
  readonly id: LinkId
  /** Among the network's links, in the order in which they were first used. */
  readonly place: number
  /** Before any fault. */
  readonly settings: LinkSettings
  readonly memory: LinkMemory
  /** null: forgotten. */
  link: Link | null
  /** It has counted something since its counters were told last. */
  is_active: boolean
}

/** One directed link in virtual time: puts frames through its model and tells what became of the traced ones. */
export class Link implements Carrier {
  readonly id: LinkId
  readonly from: EndpointId
  readonly to: EndpointId
  readonly model: LinkModel
  private is_changed = false
  /** Frames enter the link in the order in which they were sent. */
  private entered_us = 0

  constructor(
    readonly known: KnownLink,
    ends: readonly [from: EndpointId, to: EndpointId],
    seed: number,
    private readonly scheduler: VirtualScheduler,
    private readonly emit: (event: EventBody) => void,
    private readonly host: LinkHost
  ) {
    this.id = known.id
    ;[this.from, this.to] = ends
    this.model = new LinkModel(known.id, seed, known.settings, known.memory)
  }

  reseed(seed: number): void {
    this.model.reseed(seed)
  }

  /** Takes effect at once; what waits longer than the change allows is moved to its horizon. */
  change({ mode, settings }: LinkChange): void {
    const { model, scheduler } = this
    this.is_changed = true
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

  /** Made anew from its memory it would go on just the same. */
  get isForgettable(): boolean {
    return !this.is_changed && this.model.isForgettable
  }

  discard(in_flight_frame: InFlightFrame): void {
    this.becomeActive()
    this.model.take(in_flight_frame.frame.bytes)
    this.traceDropped(this.model.dropped('by-hand'), in_flight_frame.frame)
    in_flight_frame.connection.frameLeft(in_flight_frame.direction)
  }

  private becomeActive(): void {
    if (this.known.is_active) return
    this.known.is_active = true
    this.host.onActive(this.known)
  }

  private depart(due_us: number, in_flight_frame: InFlightFrame): void {
    in_flight_frame.connection.frameEntered(in_flight_frame.direction)
    this.scheduler.schedule(due_us, in_flight_frame)
  }

  private enter(now_us: number): number {
    const latency_us = within(this.model.draw(this.model.offered + 1, DRAWS.loopback), LOOPBACK_US)
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
