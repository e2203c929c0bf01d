import type { EventOf, LabEvent } from '../../../../src-shared/events'
import type { NodeId } from '../../../../src-shared/ids'
import { isWrite } from '../../../../src-shared/operations'
import type { LiveInvariant, Violation } from '../../contract'
import { rememberIn } from './bounded'

/** A write answered with ok is in its leader's log, and still there when the leader has recovered from a crash. */
export class AcknowledgedKept implements LiveInvariant {
  readonly name = 'acknowledged-kept'
  /** Writes under way, by `client:op`. */
  private readonly invoked = new Map<string, true>()
  /** Told by some node to be on its disk. */
  private readonly stored = new Map<string, true>()
  /** Answered, but not told to be on any disk. */
  private readonly unproven = new Map<string, { readonly node: NodeId; readonly seq: number }>()

  observe(event: LabEvent): Violation | null {
    switch (event.kind) {
      case 'invoke':
        if (isWrite(event.operation)) rememberIn(this.invoked, `${event.client}:${event.op}`, true)
        return null
      case 'ok': {
        const name = `${event.client}:${event.op}`
        // A compare-and-set that found another value changed nothing.
        if (!this.invoked.delete(name) || event.result.swapped === false || this.stored.has(name)) return null
        rememberIn(this.unproven, name, { node: event.node, seq: event.seq })
        return null
      }
      case 'updates':
        return this.prove(event)
      case 'gap':
        this.unproven.clear()
        return null
      default:
        return null
    }
  }

  private prove({ node, updates, recovered, seq }: EventOf<'updates'>): Violation | null {
    for (const { operation } of updates) {
      rememberIn(this.stored, operation, true)
      this.unproven.delete(operation)
    }
    if (!recovered) return null
    for (const [operation, by] of this.unproven) {
      if (by.node !== node) continue
      this.unproven.delete(operation)
      return { text: `${node} answered ${operation} with ok, but does not have it after its restart`, events: [by.seq, seq] }
    }
    return null
  }
}
