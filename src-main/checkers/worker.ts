/** The checker thread: one history in, progress and one verdict out. See `check-history.ts` for the other end. */
import { parentPort, workerData } from 'node:worker_threads'
import type { CheckResult } from '../../src-shared/result'
import type { RecordedOperation } from '../workload/history'
import type { Bounds } from './linearizability/budget'
import { checkLinearizable } from './linearizability/check'
import type { CheckProgress } from './linearizability/check'
import { MODELS } from './models/models'
import type { ModelName } from './models/models'

/** What the thread is started with. */
export interface CheckJob {
  readonly history: readonly RecordedOperation[]
  readonly model: ModelName
  readonly bounds: Bounds
}

export type FromChecker =
  { readonly kind: 'progress'; readonly progress: CheckProgress } | { readonly kind: 'result'; readonly result: CheckResult }

const { history, model, bounds } = workerData as CheckJob
const send = (message: FromChecker) => parentPort!.postMessage(message)

const result = checkLinearizable(
  history,
  MODELS[model],
  bounds,
  () => performance.now(),
  (progress) => send({ kind: 'progress', progress })
)
send({ kind: 'result', result })
