import { Worker } from 'node:worker_threads'
import { entryPath } from '../../src-node/runtime/entries'
import type { CheckResult } from '../../src-shared/result'
import type { RecordedOperation } from '../workload/history'
import { DEFAULT_BOUNDS } from './linearizability/budget'
import type { Bounds } from './linearizability/budget'
import { undecidedResult } from './linearizability/check'
import type { CheckProgress } from './linearizability/check'
import type { ModelName } from './models/models'
import type { CheckJob, FromChecker } from './worker'

/** Far above what the default bounds need; a history that needs more is left undecided. */
const HEAP_MB_MAX = 2048

/**
 * Checks a history for linearizability in a thread of its own. Rejects with the signal's reason when it is aborted; running out of
 * time or memory is a verdict, `undecided`.
 */
export function checkHistory(
  history: readonly RecordedOperation[],
  model: ModelName,
  bounds: Bounds = DEFAULT_BOUNDS,
  signal?: AbortSignal,
  onProgress: (progress: CheckProgress) => void = () => {}
): Promise<CheckResult> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason as Error)
    const workerData: CheckJob = { history, model, bounds }
    const worker = new Worker(entryPath('checker'), { workerData, resourceLimits: { maxOldGenerationSizeMb: HEAP_MB_MAX } })

    const cancel = () => end(() => reject(signal!.reason as Error))
    const end = (settle: () => void) => {
      signal?.removeEventListener('abort', cancel)
      settle()
      void worker.terminate()
    }
    signal?.addEventListener('abort', cancel)
    worker.on('message', (message: FromChecker) => {
      if (message.kind === 'progress') onProgress(message.progress)
      else end(() => resolve(message.result))
    })
    worker.on('error', (error: NodeJS.ErrnoException) => {
      const outOfMemory = error.code === 'ERR_WORKER_OUT_OF_MEMORY'
      end(() => (outOfMemory ? resolve(undecidedResult(`more than ${HEAP_MB_MAX} MB of memory needed`)) : reject(error)))
    })
  })
}
