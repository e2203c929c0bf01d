import type { LabEvent } from '../../../../src-shared/events'
import { SagasRecovered } from '../../../../src-shared/protocols/saga/facts'
import type { LiveInvariant, Violation } from '../../contract'
import { TOLD_BY, ToldSagas } from './told'

/** Who takes bookings knows every open saga of which a step was done, also after a crash. */
export class KnownAfterRestart implements LiveInvariant {
  readonly name = 'known-after-restart'
  readonly reads = TOLD_BY
  private readonly told: ToldSagas

  constructor(fee: number) {
    this.told = new ToldSagas(fee)
  }

  observe(event: LabEvent): Violation | null {
    this.told.takeIn(event)
    if (event.kind !== 'fact' || !SagasRecovered.is(event)) return null
    const open = new Set(event.data.open)
    for (const { saga, is_whole, done, ended } of this.told.all()) {
      const first = done.values().next().value
      if (!is_whole || first === undefined || ended !== null || open.has(saga)) continue
      return {
        text: `${event.node} knows nothing of ${saga} after its restart, of which steps were done`,
        events: [first.seq, event.seq]
      }
    }
    return null
  }
}
