/** What must have been told by somebody else: events of different nodes may overtake each other, so each is given a while. */
import type { LabEvent } from '../../../../src-shared/events'
import type { Violation } from '../../contract'
import { setBounded } from '../../kit/bounded'

/** By then whatever came before has been told, unless whoever would tell it is gone. */
const GRACE_US = 500_000
const WAITING_MAX = 1000

/** Facts that something rests on, and what rests on facts that have not been told yet. */
export class Overdue {
  private readonly waiting = new Map<string, Violation & { readonly t: number }>()

  /** This holds only if `needed` is told by now or soon. */
  expect(needed: string, violation: Violation, { t }: LabEvent): void {
    if (!this.waiting.has(needed)) setBounded(this.waiting, needed, { ...violation, t }, WAITING_MAX)
  }

  arrived(needed: string): void {
    this.waiting.delete(needed)
  }

  /** What has not been told in time. Last words of a node that went down may never be told. */
  find(event: LabEvent): Violation | null {
    if (event.kind === 'node-exited' || event.kind === 'gap') this.waiting.clear()
    for (const [needed, { t, text, events }] of this.waiting) {
      if (event.t - t < GRACE_US) return null
      this.waiting.delete(needed)
      return { text, events }
    }
    return null
  }
}
