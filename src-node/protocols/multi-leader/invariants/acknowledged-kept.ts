import type { EventOf, LabEvent } from '../../../../src-shared/events'
import type { NodeId } from '../../../../src-shared/ids'
import { isWrite } from '../../../../src-shared/operations'
import type { LiveInvariant, Loss, Violation } from '../../contract'
import { rememberIn } from './bounded'

/**
 * A write answered with ok is in its leader's log, and still there when the leader has recovered from a crash. That a concurrent write
 * overwrites it is no breach, but a loss.
 */
export class AcknowledgedKept implements LiveInvariant {
  readonly name = 'acknowledged-kept'
  /** Writes under way, by `client:op`. */
  private readonly invoked = new Map<string, true>()
  private readonly acknowledged = new Map<string, true>()
  /** Told by some node to be on its disk. */
  private readonly stored = new Map<string, true>()
  /** Answered, but not told to be on any disk. */
  private readonly unproven = new Map<string, { readonly node: NodeId; readonly seq: number }>()
  /** Gave way before they were seen to be answered, with the event that told of it. */
  private readonly overwritten = new Map<string, number>()

  observe(event: LabEvent): Violation | Loss | null {
    switch (event.kind) {
      case 'invoke':
        if (isWrite(event.operation)) rememberIn(this.invoked, `${event.client}:${event.op}`, true)
        return null
      case 'ok':
        return this.acknowledge(event)
      case 'updates':
        this.prove(event)
        return event.recovered ? this.missing(event) : this.lost(event)
      case 'gap':
        this.unproven.clear()
        return null
      default:
        return null
    }
  }

  private acknowledge({ client, op, node, seq, result }: EventOf<'ok'>): Loss | null {
    const name = `${client}:${op}`
    // A compare-and-set that found another value changed nothing.
    if (!this.invoked.delete(name) || result.swapped === false) return null
    if (!this.stored.has(name)) rememberIn(this.unproven, name, { node, seq })
    const told_by = this.overwritten.get(name)
    if (told_by !== undefined) return lossOf([name], [told_by, seq])
    rememberIn(this.acknowledged, name, true)
    return null
  }

  private prove({ updates }: EventOf<'updates'>): void {
    for (const { operation } of updates) {
      rememberIn(this.stored, operation, true)
      this.unproven.delete(operation)
    }
  }

  private missing({ node, seq }: EventOf<'updates'>): Violation | null {
    for (const [operation, by] of this.unproven) {
      if (by.node !== node) continue
      this.unproven.delete(operation)
      return { text: `${node} answered ${operation} with ok, but does not have it after its restart`, events: [by.seq, seq] }
    }
    return null
  }

  private lost({ overwritten, seq }: EventOf<'updates'>): Loss | null {
    const answered = overwritten.filter((operation) => this.acknowledged.delete(operation))
    for (const operation of overwritten) if (!answered.includes(operation)) rememberIn(this.overwritten, operation, seq)
    return answered.length > 0 ? lossOf(answered, [seq]) : null
  }
}

function lossOf(operations: readonly string[], events: readonly number[]): Loss {
  return { lost: operations, text: `${operations.join(', ')} answered with ok, but overwritten by concurrent writes`, events }
}
