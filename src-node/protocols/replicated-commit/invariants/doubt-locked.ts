import type { LabEvent } from '../../../../src-shared/events'
import { Prepared, Recovered, Released } from '../../../../src-shared/protocols/transactions/facts'
import type { LiveInvariant, Violation } from '../../contract'
import { ToldLocks } from '../../kit/transactions/invariants/told-locks'

/** What a group has promised to commit stays locked until it has the outcome, whoever leads it. */
export class DoubtLocked implements LiveInvariant {
  readonly name = 'in-doubt-locked'
  readonly reads = ['gap', Prepared.name, Recovered.name, Released.name]
  private readonly told = new ToldLocks()

  observe(event: LabEvent): Violation | null {
    if (event.kind === 'gap') this.told.clear()
    if (Prepared.is(event)) return this.prepared(event)
    if (Recovered.is(event)) return this.recovered(event)
    if (Released.is(event)) this.told.release(event.group!, event.data.transaction)
    return null
  }

  /** What a leader before this one has told already is no conflict with itself. */
  private prepared({ group, seq, data }: Prepared): Violation | null {
    this.told.release(group!, data.transaction)
    return this.told.hold(group!, data.transaction, { ...data, seq })
  }

  private recovered({ group, seq, data: { prepared, committed, aborted } }: Recovered): Violation | null {
    const held = new Map(prepared.map((one) => [one.transaction, { ...one, seq }]))
    const gone = this.told.restart(group!, held, [...committed, ...aborted])
    if (gone === null) return null
    const [transaction, before] = gone
    return {
      text: `${group} had promised to commit ${transaction}, but its new leader knows nothing of it`,
      events: [before.seq, seq]
    }
  }
}
