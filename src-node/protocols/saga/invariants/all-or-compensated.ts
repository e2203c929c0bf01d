import type { LabEvent } from '../../../../src-shared/events'
import { EFFECTS } from '../../../../src-shared/protocols/saga/steps'
import type { StepName } from '../../../../src-shared/protocols/saga/steps'
import type { LiveInvariant, Violation } from '../../contract'
import { atLeast, Suspicions } from '../../replicated-log/invariants/suspicions'
import type { ToldSaga } from './told'
import { TOLD_BY, ToldSagas } from './told'

/** When a saga has ended all its steps are done, or all that were are compensated. */
export class AllOrCompensated implements LiveInvariant {
  readonly name = 'all-or-compensated'
  readonly reads = TOLD_BY
  private readonly told: ToldSagas
  private readonly suspicions = new Suspicions()

  constructor(fee: number) {
    this.told = new ToldSagas(fee)
  }

  observe(event: LabEvent): Violation | null {
    const settled = this.suspicions.settle(event)
    return this.told.takeIn(event).reduce((found, saga) => this.judge(saga, event) ?? found, settled)
  }

  /** Services may tell of what they did a little later than of the end is told. */
  private judge(saga: ToldSaga, { t, seq }: LabEvent): Violation | null {
    const { ended, is_whole } = saga
    if (ended === null || !is_whole) return null
    const found = wrongSteps(saga).map((step) => {
      const done = saga.done.get(step)
      const what = ended.complete ? `its ${step} is not done` : `its ${step} was done, and is not compensated`
      return this.suspicions.raise({
        t: Math.max(t, ended.t),
        suspects: new Set(done ? [done.node] : this.told.membersFor(step)),
        isEnough: atLeast(1),
        isCleared: () => !wrongSteps(saga).includes(step),
        violation: {
          text: `${saga.saga} has ended ${ended.complete ? 'as complete' : 'as taken back'}, but ${what}`,
          events: [...(done ? [done.seq] : []), ...(seq === done?.seq ? [] : [seq])]
        }
      })
    })
    return found.find((one) => one !== null) ?? null
  }
}

function wrongSteps({ ended, done, compensated, skipped }: ToldSaga): StepName[] {
  const names = EFFECTS.map(({ name }) => name).filter((name) => !skipped.has(name))
  return ended!.complete
    ? names.filter((name) => !done.has(name) || compensated.has(name))
    : names.filter((name) => done.has(name) && !compensated.has(name))
}
