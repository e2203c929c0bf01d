import type { LabEvent } from '../../../../src-shared/events'
import type { LiveInvariant, Violation } from '../../contract'
import { atLeast, Suspicions } from '../../replicated-log/invariants/suspicions'
import type { ToldSaga } from './told'
import { TOLD_BY, ToldSagas } from './told'

/** Of an ended saga the charge remains, or after its refund the fee, or nothing. */
export class MoneyAddsUp implements LiveInvariant {
  readonly name = 'money-adds-up'
  readonly reads = TOLD_BY
  private readonly told: ToldSagas
  private readonly suspicions = new Suspicions()

  constructor(private readonly fee: number) {
    this.told = new ToldSagas(fee)
  }

  observe(event: LabEvent): Violation | null {
    const settled = this.suspicions.settle(event)
    return this.told.takeIn(event).reduce((found, saga) => this.judge(saga, event) ?? found, settled)
  }

  private judge(saga: ToldSaga, { t, seq }: LabEvent): Violation | null {
    const { ended, is_whole, skipped, charged, refunded } = saga
    if (ended === null || !is_whole || skipped.size > 0 || this.addsUp(saga)) return null
    return this.suspicions.raise({
      t: Math.max(t, ended.t),
      suspects: new Set(this.told.membersFor('charge')),
      isEnough: atLeast(1),
      isCleared: () => this.addsUp(saga),
      violation: {
        text: `${saga.saga} has ended ${ended.complete ? 'as complete' : 'as taken back'}, with ${charged} charged and ${refunded} refunded`,
        events: [...new Set([ended.seq, seq])].sort((a, b) => a - b)
      }
    })
  }

  private addsUp({ ended, charged, refunded, price }: ToldSaga): boolean {
    return charged - refunded === (ended!.complete ? price : Math.min(price, this.fee))
  }
}
