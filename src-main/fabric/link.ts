import { alteredFrame } from '../../src-shared/wire/alteration'
import { frameIsTraced, frameNumber } from '../../src-shared/wire/frame-codec'
import { linkEnds } from '../../src-shared/ids'
import { LinkModel } from '../../src-shared/network/link-model'
import { changeSettings } from '../../src-shared/network/netem'
import type { Delivery } from '../../src-shared/network/link-model'
import type { LinkMode, LinkSettingsChange } from '../../src-shared/network/netem'
import type { DropCause, EventBody } from '../../src-shared/events'
import type { EndpointId, LinkId } from '../../src-shared/ids'
import type { Due } from '../../src-shared/due-heap'

/** Where the frames of a connection come out of a link. */
export interface FrameSink {
  /** Whether frames can be written to the receiver now. */
  readonly isOpen: boolean
  /** Queues a frame for the receiver; it leaves with the next flush. */
  write(bytes: Uint8Array, start: number, end: number): void
  flush(): void
  /** A copy has entered the link. */
  frameEntered(bytes: number): void
  /** A copy has left the link, for the receiver or for nowhere. A flush follows. */
  frameLeft(bytes: number): void
}

/** A copy of a frame inside a link, waiting for its time. The frame is `bytes[start, end)`. */
export interface InFlight extends Due {
  readonly link: Link
  readonly sink: FrameSink
  readonly bytes: Uint8Array
  readonly start: number
  readonly end: number
  readonly offered_us: number
  /** As decided when it was offered; `due_us` may have been moved since. */
  readonly delivery: Delivery
}

/** What a link needs of the fabric around it. */
export interface LinkHost {
  now_us(): number
  emit(t: number, event: EventBody): void
  /** Holds the copy until it is due, then calls `link.arrive`. */
  schedule(copy: InFlight): void
}

/** One directed link at work: puts frames through its model and tells what became of the traced ones. */
export class Link {
  readonly from: EndpointId
  readonly to: EndpointId
  readonly model: LinkModel

  constructor(
    readonly id: LinkId,
    seed: number,
    private readonly host: LinkHost
  ) {
    ;[this.from, this.to] = linkEnds(id)
    this.model = new LinkModel(id, seed)
  }

  /** Returns the horizon of `LinkModel.change`. */
  change(now_us: number, mode: LinkMode | undefined, settings: LinkSettingsChange | undefined): number {
    const { model } = this
    return model.change(now_us, mode ?? model.mode, settings ? changeSettings(model.settings, settings) : model.settings)
  }

  /** A frame enters the link, to come out at this sink. */
  offer(sink: FrameSink, bytes: Uint8Array, start: number, end: number): void {
    const { model, host } = this
    if (model.isPassThrough && sink.isOpen) {
      // The hot path: no clock, no random numbers, nothing allocated.
      model.pass(end - start)
      sink.write(bytes, start, end)
      if (frameIsTraced(bytes, start)) this.traceDelivered(host.now_us(), 0, UNHARMED, bytes, start)
      return
    }
    const now_us = host.now_us()
    const fate = model.offer(now_us, end - start)
    if (typeof fate === 'string') return this.traceDropped(now_us, fate, bytes, start)
    for (const delivery of fate) {
      sink.frameEntered(end - start)
      host.schedule({ due_us: delivery.due_us, order: 0, link: this, sink, bytes, start, end, offered_us: now_us, delivery })
    }
  }

  /** A copy's time has come. */
  arrive(copy: InFlight, now_us: number): void {
    const { sink, bytes, start, end, delivery } = copy
    const length = end - start
    let cause = this.model.leave(length)
    if (!cause && !sink.isOpen) cause = this.model.dropped('receiver-gone')
    if (cause) {
      this.traceDropped(now_us, cause, bytes, start)
    } else {
      const held_us = now_us - copy.offered_us
      this.model.delivered(length, held_us)
      if (isHarmed(delivery)) sink.write(harmed(bytes.subarray(start, end), delivery), 0, length)
      else sink.write(bytes, start, end)
      if (frameIsTraced(bytes, start)) this.traceDelivered(now_us, held_us, delivery, bytes, start)
    }
    sink.frameLeft(length)
  }

  private traceDelivered(
    t: number,
    late_us: number,
    delivery: Harm & Pick<Delivery, 'copy'>,
    bytes: Uint8Array,
    start: number
  ): void {
    const { from, to, host } = this
    const { copy, corrupt_bit, alter_at } = delivery
    const found = { late_us, copy, corrupted: corrupt_bit >= 0, ...(alter_at >= 0 && { altered: true as const }) }
    host.emit(t, { kind: 'delivered', ...found, from, to, ...frameNumber(bytes, start) })
  }

  private traceDropped(t: number, cause: DropCause, bytes: Uint8Array, start: number): void {
    const { from, to, host } = this
    if (frameIsTraced(bytes, start)) host.emit(t, { kind: 'dropped', cause, from, to, ...frameNumber(bytes, start) })
  }
}

type Harm = Pick<Delivery, 'corrupt_bit' | 'alter_at'>

const UNHARMED = { copy: 0, corrupt_bit: -1, alter_at: -1 } as const

function isHarmed({ corrupt_bit, alter_at }: Harm): boolean {
  return corrupt_bit >= 0 || alter_at >= 0
}

/** A copy of the frame: altered before its checksum was made, damaged after. */
function harmed(frame: Uint8Array, { corrupt_bit, alter_at }: Harm): Uint8Array {
  const copy = alter_at >= 0 ? alteredFrame(frame, alter_at) : new Uint8Array(frame)
  if (corrupt_bit >= 0) copy[corrupt_bit >> 3]! ^= 1 << (corrupt_bit & 7)
  return copy
}
