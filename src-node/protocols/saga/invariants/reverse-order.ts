import type { LabEvent } from '../../../../src-shared/events'
import { Compensated } from '../../../../src-shared/protocols/saga/facts'
import { EFFECTS, placeOf } from '../../../../src-shared/protocols/saga/steps'
import type { LiveInvariant, Violation } from '../../contract'
import { atLeast, Suspicions } from '../../replicated-log/invariants/suspicions'
import type { ToldSaga } from './told'
import { TOLD_BY, ToldSagas } from './told'

/** A step is compensated once all later ones that were done are. */
export class ReverseOrder implements LiveInvariant {
  readonly name = 'reverse-order'
  readonly reads = TOLD_BY
  private readonly told: ToldSagas
  private readonly suspicions = new Suspicions()

  constructor(fee: number) {
    this.told = new ToldSagas(fee)
  }

  observe(event: LabEvent): Violation | null {
    const settled = this.suspicions.settle(event)
    const [saga] = this.told.takeIn(event)
    return settled ?? (saga !== undefined && event.kind === 'fact' && Compensated.is(event) ? this.judge(saga, event) : null)
  }

  private judge(saga: ToldSaga, { t, seq, data: { step } }: Compensated): Violation | null {
    const later = EFFECTS.find(({ name }) => placeOf(name) > placeOf(step) && isThere(saga, name))
    if (later === undefined) return null
    const done = saga.done.get(later.name)!
    return this.suspicions.raise({
      t,
      suspects: new Set([done.node]),
      isEnough: atLeast(1),
      isCleared: () => !isThere(saga, later.name),
      violation: {
        text: `${step} of ${saga.saga} is taken back, but ${later.name}, which came later, is still there`,
        events: [done.seq, seq]
      }
    })
  }
}

function isThere({ done, compensated, skipped }: ToldSaga, name: (typeof EFFECTS)[number]['name']): boolean {
  return done.has(name) && !compensated.has(name) && !skipped.has(name)
}
