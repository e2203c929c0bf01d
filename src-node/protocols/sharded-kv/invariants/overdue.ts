/** What must have been told by somebody else: events of different nodes may overtake each other, so each is given a while. */
import type { LabEvent } from '../../../../src-shared/events'
import type { NodeId } from '../../../../src-shared/ids'
import type { Violation } from '../../contract'
import { setBounded } from '../../kit/bounded'

/** By then whatever came before has been told, unless whoever would tell it is gone. */
const GRACE_US = 500_000
const WAITING_MAX = 1000

/** What {@link Overdue} must be told of; samples tell the time. */
export const OVERDUE_READS: readonly string[] = ['gap', 'node-exited', 'node-paused', 'node-started', 'node-resumed', 'sample']

/** Whose word it is; null: nobody knows. */
export type Tellers = readonly NodeId[] | null

/** Facts that something rests on, and what rests on facts that have not been told yet. */
export class Overdue {
  private readonly waiting = new Map<string, Violation & { readonly t: number; readonly tellers: Tellers }>()
  /** Processes that are gone or stopped for now. */
  private readonly silent = new Set<NodeId>()

  /** This holds only if one of these nodes tells `needed` by now or soon. */
  expect(needed: string, violation: Violation, tellers: Tellers, { t }: LabEvent): void {
    if (this.waiting.has(needed) || tellers?.some((node) => this.silent.has(node))) return
    setBounded(this.waiting, needed, { ...violation, t, tellers }, WAITING_MAX)
  }

  arrived(needed: string): void {
    this.waiting.delete(needed)
  }

  /** What has not been told in time. Last words of a node that went down may never be told, those of a paused one much later. */
  find(event: LabEvent): Violation | null {
    if (event.kind === 'gap') this.waiting.clear()
    else if (event.kind === 'node-exited' || event.kind === 'node-paused') this.silence(event.node)
    else if (event.kind === 'node-started' || event.kind === 'node-resumed') this.silent.delete(event.node)
    for (const [needed, { t, text, events }] of this.waiting) {
      if (event.t - t < GRACE_US) return null
      this.waiting.delete(needed)
      return { text, events }
    }
    return null
  }

  private silence(node: NodeId): void {
    this.silent.add(node)
    for (const [needed, { tellers }] of this.waiting) if (tellers === null || tellers.includes(node)) this.waiting.delete(needed)
  }
}
