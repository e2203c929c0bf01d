import type { LabEvent } from '../../../../src-shared/events'
import { STEP_NAMES } from '../../../../src-shared/protocols/saga/steps'
import type { StepName } from '../../../../src-shared/protocols/saga/steps'
import type { LiveInvariant, Violation } from '../../contract'
import { TOLD_BY, ToldSagas } from './told'

/** A saga whose pivot is done is not turned back. */
export class ForwardAfterPivot implements LiveInvariant {
  readonly name = 'forward-after-pivot'
  readonly reads = TOLD_BY
  private readonly told: ToldSagas
  private readonly pivot: StepName | undefined

  constructor(pivot: string, fee: number) {
    this.told = new ToldSagas(fee)
    this.pivot = STEP_NAMES.find((name) => name === pivot)
  }

  observe(event: LabEvent): Violation | null {
    for (const { saga, done, turned } of this.told.takeIn(event)) {
      const passed = this.pivot && done.get(this.pivot)
      // Told by the second of both: later ones say nothing new.
      if (passed && turned && (passed.seq === event.seq || turned.seq === event.seq))
        return {
          text: `${saga} is turned back, although its ${this.pivot} is done`,
          events: [passed.seq, turned.seq].sort((a, b) => a - b)
        }
    }
    return null
  }
}
