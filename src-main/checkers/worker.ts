/** The checker thread: one history in, progress and one judgement for each model out, as events of the task. See `judge.ts` for the other end. */
import { worker, workerEmit } from 'workerpool'
import type { Model, DataType, Judgement } from '../../src-shared/consistency'
import type { RecordedOperation } from '../workload/history'
import { judgeNow } from './judge-now'
import type { Bounds } from './linearizability/budget'
import type { JudgeProgress } from './linearizability/judge'

/** What the thread is asked to judge. */
export interface JudgeJob {
  readonly history: readonly RecordedOperation[]
  readonly models: readonly Model[]
  readonly type: DataType | undefined
  readonly bounds: Bounds
  readonly initial: string | null
}

export type FromChecker =
  | { readonly kind: 'begun' }
  | { readonly kind: 'progress'; readonly model: Model; readonly progress: JudgeProgress }
  | { readonly kind: 'judgement'; readonly judgement: Judgement }

const send = (message: FromChecker) => workerEmit(message)

function judge({ history, models, type, bounds, initial }: JudgeJob): void {
  send({ kind: 'begun' })
  for (const model of models) {
    const onProgress = (progress: JudgeProgress) => send({ kind: 'progress', model, progress })
    send({
      kind: 'judgement',
      judgement: judgeNow(history, model, type, bounds, { now_ms: () => performance.now(), onProgress, initial })
    })
  }
}

worker({ judge })
