import type { LabEvent } from '../../../../src-shared/events'
import { foldTotals, newTotals } from '../../../../src-shared/protocols/transactions/execution/totals'
import type { LiveInvariant, Violation } from '../../contract'

/** Whoever reads all accounts finds what transfers cannot change: their sum. Promised by snapshots and by serializability, and by nothing weaker. */
export class TransfersAddUp implements LiveInvariant {
  readonly name = 'transfers-add-up'
  readonly reads = ['invoke', 'ok', 'fail', 'info', 'gap']
  private readonly totals = newTotals()

  constructor(private readonly is_promised: boolean) {}

  observe(event: LabEvent): Violation | null {
    if (!this.is_promised) return null
    const off = foldTotals(this.totals, event).find(({ sum }) => sum !== 0)
    if (off === undefined) return null
    return {
      text: `${off.name} reads all accounts of ${off.database}, and they add up to ${off.sum} instead of 0`,
      events: [off.seq]
    }
  }
}
