import { isWrite } from '../../src-shared/operations'
import type { Operation } from '../../src-shared/operations'
import type { ClientReplyBody } from '../../src-shared/wire/client-messages'

type ReplyStatus = ClientReplyBody['reply']['status']

/**
 * Tracks the attempts of one operation. An attempt that was sent may have been applied, or may yet be, until the node it was sent
 * to says otherwise.
 */
export class AttemptTracker {
  /** Sent, and their answer may still come. */
  private readonly awaited = new Set<number>()
  /** Sent, and not certainly without effect. */
  private readonly possibly_applied = new Set<number>()

  get awaitedIds(): ReadonlySet<number> {
    return this.awaited
  }

  sent(id: number): void {
    this.awaited.add(id)
    this.possibly_applied.add(id)
  }

  answered(id: number, status: ReplyStatus): void {
    this.awaited.delete(id)
    if (status === 'redirect' || status === 'rejected') this.possibly_applied.delete(id)
  }

  /** The connection broke: no answer will come, but the request may have arrived. */
  lost(id: number): void {
    this.awaited.delete(id)
  }

  /** How the operation ends when it ends without a result: `fail` is certainly not applied, `info` is unknown. */
  outcome(operation: Operation): 'fail' | 'info' {
    return isWrite(operation) && this.possibly_applied.size > 0 ? 'info' : 'fail'
  }
}
