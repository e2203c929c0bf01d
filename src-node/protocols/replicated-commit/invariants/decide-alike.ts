import type { LabEvent } from '../../../../src-shared/events'
import { Decided, Released } from '../../../../src-shared/protocols/transactions/facts'
import { RecordWritten } from '../../../../src-shared/protocols/replicated-commit/facts'
import type { LiveInvariant, Violation } from '../../contract'
import { ToldDecisions } from '../../kit/transactions/invariants/told-decisions'

/** What the record or a group commits, no other aborts. */
export class DecideAlike implements LiveInvariant {
  readonly name = 'decide-alike'
  readonly reads = [Decided.name, Released.name, RecordWritten.name]
  private readonly told = new ToldDecisions()

  observe(event: LabEvent): Violation | null {
    if (!Decided.is(event) && !Released.is(event) && !RecordWritten.is(event)) return null
    const { node, group, seq, data } = event
    return this.told.takeIn(data.transaction, { who: group ?? node, seq, commit: data.commit })
  }
}
