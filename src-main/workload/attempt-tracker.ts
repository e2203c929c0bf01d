import { isWrite } from '../../src-shared/operations'
import type { Operation } from '../../src-shared/operations'
import type { ClientReplyBody } from '../../src-shared/wire/client-messages'

type Reply = ClientReplyBody['reply']

/**
 * Tracks the attempts of one operation. An attempt that was sent may have been applied, or may yet be, until the node it was sent
 * to says otherwise.
 */
export class AttemptTracker {
  // Lists, not sets: there is seldom more than one try.
  /** Sent, and their answer may still come. */
  private readonly awaited: number[] = []
  /** Sent, and not certainly without effect. */
  private readonly possibly_applied: number[] = []

  get awaitedIds(): readonly number[] {
    return this.awaited
  }

  sent(id: number): void {
    this.awaited.push(id)
    this.possibly_applied.push(id)
  }

  answered(id: number, reply: Reply): void {
    remove(this.awaited, id)
    if (reply.status === 'rejected' && reply.final) this.possibly_applied.length = 0
    else if (reply.status === 'redirect' || reply.status === 'rejected') remove(this.possibly_applied, id)
  }

  /** The connection broke: no answer will come, but the request may have arrived. */
  lost(id: number): void {
    remove(this.awaited, id)
  }

  /** How the operation ends when it ends without a result: `fail` is certainly not applied, `info` is unknown. */
  outcome(operation: Operation): 'fail' | 'info' {
    return isWrite(operation) && this.possibly_applied.length > 0 ? 'info' : 'fail'
  }
}

function remove(ids: number[], id: number): void {
  const at = ids.indexOf(id)
  if (at >= 0) ids.splice(at, 1)
}
