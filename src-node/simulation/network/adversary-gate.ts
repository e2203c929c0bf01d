import { FRAME_KINDS } from '../../../src-shared/wire/frame'
import type { Adversary, ProtocolMessage } from '../../protocols/contract'
import type { VirtualScheduler } from '../scheduler'
import type { InFlightFrame } from './in-flight-frame'
import type { Gate } from './link'

/** Lets an adversary pick deliveries: what it wants to wait does, for as long as it wants and no longer. Nothing is lost, and nothing stays behind. */
export class AdversaryGate implements Gate {
  /** Held back now, oldest first. */
  readonly held = new Set<InFlightFrame>()
  private adversary: Adversary | null = null

  constructor(
    private readonly scheduler: VirtualScheduler,
    private readonly onHeld: (copy: InFlightFrame) => void
  ) {}

  set(adversary: Adversary | null): void {
    this.adversary = adversary
    this.release()
  }

  holdsBack(copy: InFlightFrame): boolean {
    const { adversary } = this
    if (adversary === null || !isBetweenNodes(copy)) return false
    const { from, to } = copy.link
    const message = copy.frame.body as ProtocolMessage
    adversary.onArrival(from, to, message)
    this.release()
    if (!adversary.mayDecide(from, to, message)) return false
    this.held.add(copy)
    if (copy.frame.header.traced) this.onHeld(copy)
    return true
  }

  onDelivered(copy: InFlightFrame): void {
    if (this.adversary === null || !isBetweenNodes(copy)) return
    const { from, to } = copy.link
    this.adversary.onDelivery(from, to, copy.frame.body as ProtocolMessage)
    this.release()
  }

  /** What can no longer decide arrives next. */
  private release(): void {
    for (const copy of this.held) {
      const { from, to } = copy.link
      if (this.adversary?.mayDecide(from, to, copy.frame.body as ProtocolMessage)) continue
      this.held.delete(copy)
      this.scheduler.schedule(this.scheduler.now_us(), copy)
    }
  }
}

function isBetweenNodes({ frame, is_corrupt }: InFlightFrame): boolean {
  return frame.header.kind === FRAME_KINDS.message && !is_corrupt
}
