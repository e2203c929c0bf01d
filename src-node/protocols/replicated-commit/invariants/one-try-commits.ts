import type { LabEvent } from '../../../../src-shared/events'
import { operationOf } from '../../../../src-shared/protocols/transactions/facts'
import { RecordWritten } from '../../../../src-shared/protocols/replicated-commit/facts'
import type { LiveInvariant, Violation } from '../../contract'
import { setBounded } from '../../kit/bounded'
import { REMEMBERED_MAX } from '../../kit/transactions/invariants/remembered'

/** Of all tries of an operation one commits at most, whichever nodes the client has asked. */
export class OneTryCommits implements LiveInvariant {
  readonly name = 'one-try-commits'
  readonly reads = [RecordWritten.name]
  /** By operation. */
  private readonly committed = new Map<string, { readonly transaction: string; readonly seq: number }>()

  observe(event: LabEvent): Violation | null {
    if (!RecordWritten.is(event) || !event.data.commit) return null
    const { seq } = event
    const { transaction } = event.data
    const first = this.committed.get(operationOf(transaction))
    if (first === undefined) setBounded(this.committed, operationOf(transaction), { transaction, seq }, REMEMBERED_MAX)
    if (first === undefined || first.transaction === transaction) return null
    return { text: `${first.transaction} and ${transaction} commit, which are tries of one operation`, events: [first.seq, seq] }
  }
}
