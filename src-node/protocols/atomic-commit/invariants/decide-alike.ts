import type { LabEvent } from '../../../../src-shared/events'
import { Decided, Recovered, Released } from '../../../../src-shared/protocols/transactions/facts'
import type { LiveInvariant, Violation } from '../../contract'
import { ToldDecisions } from '../../kit/transactions/invariants/told-decisions'

/** What one member commits no other aborts. */
export class DecideAlike implements LiveInvariant {
  readonly name = 'decide-alike'
  readonly reads = [Decided.name, Released.name, Recovered.name]
  private readonly told = new ToldDecisions()

  observe(event: LabEvent): Violation | null {
    if (event.kind !== 'fact') return null
    const { node: who, seq } = event
    if (Decided.is(event) || Released.is(event))
      return this.told.takeIn(event.data.transaction, { who, seq, commit: event.data.commit })
    if (!Recovered.is(event)) return null
    const { committed, aborted } = event.data
    const decisions = [
      ...committed.map((transaction) => ({ transaction, commit: true })),
      ...aborted.map((transaction) => ({ transaction, commit: false }))
    ]
    return decisions.reduce<Violation | null>(
      (found, { transaction, commit }) => found ?? this.told.takeIn(transaction, { who, seq, commit }),
      null
    )
  }
}
