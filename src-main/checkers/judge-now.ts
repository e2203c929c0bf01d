import type { DataType, Judgement, Model } from '../../src-shared/consistency'
import { isIsolationModel } from '../../src-shared/isolation/models'
import type { RecordedOperation } from '../workload/history'
import { judgeConsistency } from './consistency'
import { judgeIsolation } from './isolation/judge'
import { COUNT_BOUNDS } from './linearizability/budget'
import type { Bounds } from './linearizability/budget'
import { judgeLinearizable } from './linearizability/judge'
import type { CheckOptions } from './linearizability/judge'
import { undecided } from './judgement'
import { likelyType } from './models'
import { separateReads } from './separate-reads'

const OF_TRANSACTIONS = 'transactions are judged by isolation models, such as strict-serializable'

/** Holds a history against one model on this thread, at once; `type` undefined: the likeliest. Without a clock (see {@link Watch}) the same history always gets the same answer. */
export function judgeNow(
  recorded: readonly RecordedOperation[],
  model: Model,
  type: DataType = likelyType(recorded),
  bounds: Bounds = COUNT_BOUNDS,
  watch: CheckOptions = {}
): Judgement {
  if (isIsolationModel(model)) return judgeIsolation(recorded, model, bounds, watch)
  if (recorded.some(({ operation }) => operation.f === 'transaction')) return undecided(model, OF_TRANSACTIONS)
  const history = separateReads(recorded)
  return model === 'linearizable'
    ? judgeLinearizable(history, type, bounds, watch)
    : judgeConsistency(history, model, bounds, watch)
}
