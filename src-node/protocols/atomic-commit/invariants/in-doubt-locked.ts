import type { LabEvent } from '../../../../src-shared/events'
import { Forced, Prepared, Recovered, Released } from '../../../../src-shared/protocols/transactions/facts'
import type { LiveInvariant, Violation } from '../../contract'
import { ToldLocks } from '../../kit/transactions/invariants/told-locks'

/** A participant that voted yes keeps the transaction and its locks until it learns the decision, also when it restarts. */
export class InDoubtLocked implements LiveInvariant {
  readonly name = 'in-doubt-locked'
  private readonly told = new ToldLocks()

  observe(event: LabEvent): Violation | null {
    if (event.kind === 'gap') this.told.clear()
    if (event.kind !== 'fact') return null
    const { node, seq } = event
    if (Prepared.is(event)) return this.told.hold(node, event.data.transaction, { ...event.data, seq })
    if (Recovered.is(event)) return this.recovered(event)
    if (Released.is(event) || Forced.is(event)) this.told.release(node, event.data.transaction)
    return null
  }

  private recovered({ node, seq, data: { prepared, forced, committed, aborted } }: Recovered): Violation | null {
    const held = new Map(prepared.map((one) => [one.transaction, { ...one, seq }]))
    const gone = this.told.restart(node, held, [...forced, ...committed, ...aborted])
    if (gone === null) return null
    const [transaction, before] = gone
    return { text: `${node} had prepared ${transaction}, but knows nothing of it after its restart`, events: [before.seq, seq] }
  }
}
