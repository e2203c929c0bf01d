import type { LabEvent } from '../../../../src-shared/events'
import { Prepared, Recovered, Released } from '../../../../src-shared/protocols/transactions/facts'
import { RecordWritten } from '../../../../src-shared/protocols/replicated-commit/facts'
import type { LiveInvariant, Violation } from '../../contract'
import { setBounded } from '../../kit/bounded'
import { REMEMBERED_MAX } from '../../kit/transactions/invariants/remembered'

/**
 * When a commit is recorded, each of its participants has the promise in its log. A leader that was killed may not have come to tell of it;
 * then the next one does, when it begins or when it has the outcome: a commit without a promise is one that releases nothing.
 */
export class AllPromised implements LiveInvariant {
  readonly name = 'all-promised'
  readonly reads = [Prepared.name, Recovered.name, Released.name, RecordWritten.name]
  /** As `group transaction`. */
  private readonly promised = new Map<string, true>()
  /** Commits, and the participants that have not been heard of. */
  private readonly open = new Map<string, { readonly missing: Set<string>; readonly seq: number }>()

  observe(event: LabEvent): Violation | null {
    if (RecordWritten.is(event)) this.recorded(event)
    else if (Prepared.is(event)) this.promise(event.group!, event.data.transaction)
    else if (Released.is(event)) this.promise(event.group!, event.data.transaction)
    else if (Recovered.is(event)) return this.recovered(event)
    return null
  }

  private recorded({ seq, data: { transaction, commit, participants } }: RecordWritten): void {
    const missing = new Set(participants.filter((group) => !this.promised.has(`${group} ${transaction}`)))
    if (commit && missing.size > 0) setBounded(this.open, transaction, { missing, seq }, REMEMBERED_MAX)
  }

  private promise(group: string, transaction: string): void {
    setBounded(this.promised, `${group} ${transaction}`, true, REMEMBERED_MAX)
    const open = this.open.get(transaction)
    open?.missing.delete(group)
    if (open?.missing.size === 0) this.open.delete(transaction)
  }

  /** A new leader has applied all that was committed before: what it does not know was not promised. */
  private recovered({ group, seq, data: { prepared, committed, aborted } }: Recovered): Violation | null {
    for (const { transaction } of prepared) this.promise(group!, transaction)
    for (const transaction of [...committed, ...aborted]) this.promise(group!, transaction)
    const found = [...this.open].find(([, { missing }]) => missing.has(group!))
    if (found === undefined) return null
    const [transaction, open] = found
    this.open.delete(transaction)
    return { text: `${transaction} is committed, but ${group} had not promised to commit it`, events: [open.seq, seq] }
  }
}
