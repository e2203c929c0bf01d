/** Models weaker than linearizability, and what a history is worth under each. */
import type { ConsistencyModel, Judgement } from '../../../src-shared/consistency'
import type { RecordedOperation } from '../../workload/history'
import { undecided } from '../judgement'
import { DEFAULT_BOUNDS, NO_CLOCK } from '../linearizability/budget'
import type { Bounds } from '../linearizability/budget'
import type { CheckOptions } from '../linearizability/judge'
import { areCounters, judgeCounters } from './counters'
import { judgeEventual, SETTLE_US } from './checks/eventual'
import { notRegisters } from './execution/execution'
import { Meter, OutOfBounds } from './meter'
import { linearize } from './checks/linearization-points'
import { judgeSequential } from './checks/sequential'
import { holding } from './findings/verdict-texts'
import { judgeTraced } from './checks/traced-models'

export type WeakModel = Exclude<ConsistencyModel, 'linearizable'>

/** Judges a history. Synchronous; determined by its arguments alone where no clock is handed in (then `time_ms` is no bound). */
export function judgeConsistency(
  history: readonly RecordedOperation[],
  model: WeakModel,
  bounds: Bounds = DEFAULT_BOUNDS,
  { now_ms = NO_CLOCK, initial = null }: CheckOptions = {}
): Judgement {
  const meter = new Meter(bounds, now_ms)
  try {
    if (areCounters(history)) return judgeCounters(history, model, meter, SETTLE_US)
    const unfit = notRegisters(history)
    if (unfit) return undecided(model, unfit)
    switch (model) {
      case 'sequential':
        return judgeSequential(history, meter, initial)
      case 'eventual':
        return judgeEventual(history, SETTLE_US, initial)
      default: {
        const judgement = judgeTraced(history, model, meter, initial)
        if (judgement.verdict !== 'undecided' || !linearize(history, 'kv', meter, initial)) return judgement
        return holding(model, 'One order that respects time explains every answer, and such a history obeys every model.')
      }
    }
  } catch (error) {
    if (error instanceof OutOfBounds) return undecided(model, error.message)
    throw error
  }
}
