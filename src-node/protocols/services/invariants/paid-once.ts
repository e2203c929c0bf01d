import type { LabEvent } from '../../../../src-shared/events'
import { Paid } from '../../../../src-shared/protocols/services/facts'
import type { LiveInvariant, Violation } from '../../contract'
import { setBounded } from '../../kit/bounded'
import { REMEMBERED_MAX } from './remembered'

/** A request whose payment carries a key pays once. */
export class PaidOnce implements LiveInvariant {
  readonly name = 'paid-once'
  readonly reads = [Paid.name]
  /** By request: the event that told of its payment. */
  private readonly paid = new Map<string, number>()

  observe(event: LabEvent): Violation | null {
    if (!Paid.is(event) || event.data.key === null) return null
    const { request, account } = event.data
    const first = this.paid.get(request)
    setBounded(this.paid, request, event.seq, REMEMBERED_MAX)
    if (first === undefined) return null
    return { text: `${request} has paid into ${account} twice`, events: [first, event.seq] }
  }
}
