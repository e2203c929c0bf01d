import type { ConsistencyModel, DataType, Judgement } from '../../src-shared/consistency'
import type { RecordedOperation } from '../workload/history'
import { judgeConsistency } from './consistency'
import { COUNT_BOUNDS } from './linearizability/budget'
import type { Bounds } from './linearizability/budget'
import { judgeLinearizable } from './linearizability/judge'
import type { CheckOptions } from './linearizability/judge'
import { likelyType } from './models'
import { separateReads } from './separate-reads'

/** Holds a history against one model on this thread, at once; `type` undefined: the likeliest. Without a clock (see {@link Watch}) the same history always gets the same answer. */
export function judgeNow(
  recorded: readonly RecordedOperation[],
  model: ConsistencyModel,
  type: DataType = likelyType(recorded),
  bounds: Bounds = COUNT_BOUNDS,
  watch: CheckOptions = {}
): Judgement {
  const history = separateReads(recorded)
  return model === 'linearizable'
    ? judgeLinearizable(history, type, bounds, watch)
    : judgeConsistency(history, model, bounds, watch)
}
