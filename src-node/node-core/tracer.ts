import type { EndpointId } from '../../src-shared/ids'
import type { DropCause, EventBody } from '../../src-shared/events'
import type { FrameHeader, FrameKind } from '../../src-shared/wire/frame'
import type { LogicalClock } from './logical-clock'
import type { MessageTeller } from './message-teller'
import type { TraceBudget } from './trace-budget'

const NO_SLOTS: readonly number[] = []

export interface TracerOptions {
  readonly self: EndpointId
  readonly boot: number
  /** Null: frames and events carry no logical clocks. */
  readonly clock: LogicalClock | null
  readonly budget: TraceBudget
  readonly teller: MessageTeller
  readonly emit: (event: EventBody) => void
}

/** What a frame carries, and its length. */
export interface TracedFrame {
  readonly type: string
  readonly bytes: number
  readonly body: unknown
}

/** Stamps frames, and tells the stream about those that are traced. */
export class Tracer {
  constructor(private readonly options: TracerOptions) {}

  /** The header of the frame being sent now. Its vector is live: write the frame before the next event. */
  stamp(kind: FrameKind, type_code: number, n: number): FrameHeader {
    const { boot, clock, budget } = this.options
    clock?.tick()
    return {
      kind,
      traced: budget.next(),
      type_code,
      n,
      boot,
      lamport: clock?.lamport ?? 0,
      vector: clock?.vector ?? NO_SLOTS
    }
  }

  /** A stamped frame went to the network, or was dropped on the way there. */
  sent(to: EndpointId, header: FrameHeader, frame: TracedFrame, dropped: DropCause | null): void {
    if (!header.traced) return
    const { self, emit, clock, teller } = this.options
    const { boot, n } = header
    const { type, bytes, body } = frame
    const { forms, says } = teller.tell(type, body)
    emit({ kind: 'sent', from: self, to, boot, n, type, bytes, forms, says, clock: clock?.read() })
    if (dropped) emit({ kind: 'dropped', from: self, to, boot, n, cause: dropped })
  }

  /** A frame was read: the logical clock moves on. */
  received(from: EndpointId, header: FrameHeader, type: string): void {
    const { self, emit, clock } = this.options
    clock?.receive(header.lamport, header.vector)
    if (!header.traced) return
    emit({ kind: 'received', from, to: self, boot: header.boot, n: header.n, type, clock: clock?.read() })
  }

  /** A frame arrived whole, but what it holds is no message. */
  malformed(from: EndpointId, { traced, boot, n }: FrameHeader): void {
    if (traced) this.options.emit({ kind: 'dropped', from, to: this.options.self, boot, n, cause: 'malformed' })
  }

  /** A frame arrived damaged. Its header may be damaged too: only a plausible one is believed. */
  corrupt(from: EndpointId, boot: number, header: FrameHeader | null): void {
    if (!header?.traced || header.boot !== boot) return
    this.options.emit({ kind: 'dropped', from, to: this.options.self, boot, n: header.n, cause: 'corrupt' })
  }
}
