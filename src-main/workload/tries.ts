import { isWrite } from '../../src-shared/operations'
import type { Operation } from '../../src-shared/operations'
import type { ClientReplyBody } from '../../src-shared/wire/client-messages'

type ReplyStatus = ClientReplyBody['reply']['status']

/**
 * What is known of the tries of one operation. A try that left this process may have been applied, or may yet be, until its own
 * node says otherwise: an answer to one try says nothing about another.
 */
export class Tries {
  /** Sent, and their answer may still come. */
  private readonly awaited = new Set<number>()
  /** Sent, and not certainly without effect. */
  private readonly doubtful = new Set<number>()

  get awaitedIds(): ReadonlySet<number> {
    return this.awaited
  }

  sent(id: number): void {
    this.awaited.add(id)
    this.doubtful.add(id)
  }

  answered(id: number, status: ReplyStatus): void {
    this.awaited.delete(id)
    if (status === 'redirect' || status === 'rejected') this.doubtful.delete(id)
  }

  /** The connection broke: no answer will come, but the request may have arrived. */
  lost(id: number): void {
    this.awaited.delete(id)
  }

  /** How the operation ends when it ends without a result: `fail` is certainly not applied, `info` is unknown. */
  outcome(operation: Operation): 'fail' | 'info' {
    return isWrite(operation) && this.doubtful.size > 0 ? 'info' : 'fail'
  }
}
