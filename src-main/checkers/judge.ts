import { pool } from 'workerpool'
import { entryPath } from '../../src-node/runtime/entries'
import type { Model, DataType, Judgement } from '../../src-shared/consistency'
import type { RecordedOperation } from '../workload/history'
import { undecided } from './judgement'
import { DEFAULT_BOUNDS } from './linearizability/budget'
import type { Bounds } from './linearizability/budget'
import type { JudgeProgress } from './linearizability/judge'
import type { FromChecker, JudgeJob } from './worker'

/** Far above what the default bounds need; a model that needs more is left undecided. */
const HEAP_MB_MAX = 1024
/** A check that looks at the clock has ended by then; one that does not is ended with its thread. */
const GRACE_MS = 250

export interface JudgeOptions {
  /** What the operations mean; default: what they most likely do. */
  readonly type?: DataType
  /** What each register holds at first; default: null, it is missing. */
  readonly initial?: string | null
  /** For each model. */
  readonly bounds?: Bounds
  /** Gives everything up. */
  readonly signal?: AbortSignal
  readonly onProgress?: (model: Model, progress: JudgeProgress) => void
}

/**
 * Holds a history against models, one after the other, in a thread of its own. Answers in the order of `models`. Rejects with the
 * signal's reason when it is aborted; running out of time or memory is a verdict, `undecided`.
 */
export async function judgeHistory(
  history: readonly RecordedOperation[],
  models: readonly Model[],
  { type, initial = null, bounds = DEFAULT_BOUNDS, signal, onProgress = () => {} }: JudgeOptions = {}
): Promise<Judgement[]> {
  const judgements: Judgement[] = []
  while (judgements.length < models.length) {
    const job: JudgeJob = { history, models: models.slice(judgements.length), type, bounds, initial }
    const ended = await runThread(job, signal, (message) => {
      if (message.kind === 'progress') onProgress(message.model, message.progress)
      else judgements.push(message.judgement)
    })
    // The others deserve a thread of their own.
    if (ended !== 'done') judgements.push(undecided(models[judgements.length]!, GIVEN_UP[ended]))
  }
  return judgements
}

const GIVEN_UP = {
  'out of memory': `more than ${HEAP_MB_MAX} MB of memory needed`,
  'out of time': 'time is up'
} as const

/** Runs a checker thread to its end, or until one of its models has taken too long. */
async function runThread(
  job: JudgeJob,
  signal: AbortSignal | undefined,
  onMessage: (message: Exclude<FromChecker, { kind: 'begun' }>) => void
): Promise<'done' | keyof typeof GIVEN_UP> {
  signal?.throwIfAborted()
  const thread = pool(entryPath('checker'), {
    workerType: 'thread',
    maxWorkers: 1,
    // A thread in the middle of a check hears no request to end: it is ended at once.
    workerTerminateTimeout: 0,
    workerThreadOpts: { resourceLimits: { maxOldGenerationSizeMb: HEAP_MB_MAX } }
  })
  let deadline: NodeJS.Timeout | undefined
  let cancel = () => {}
  const ended = new Promise<'done' | keyof typeof GIVEN_UP>((resolve, reject) => {
    cancel = () => reject(signal!.reason as Error)
    const restartDeadline = () => {
      clearTimeout(deadline)
      const { time_ms } = job.bounds
      if (time_ms !== undefined) deadline = setTimeout(() => resolve('out of time'), time_ms + GRACE_MS)
    }
    const on = (message: FromChecker) => {
      // The time of a model begins when its thread is there, and when the one before it is judged.
      if (message.kind !== 'progress') restartDeadline()
      if (message.kind !== 'begun') onMessage(message)
    }
    thread.exec('judge', [job], { on }).then(
      () => resolve('done'),
      (error: Error) => (isOutOfMemory(error) ? resolve('out of memory') : reject(error))
    )
  })
  signal?.addEventListener('abort', cancel)
  try {
    return await ended
  } finally {
    clearTimeout(deadline)
    signal?.removeEventListener('abort', cancel)
    void thread.terminate(true)
  }
}

function isOutOfMemory({ cause }: Error): boolean {
  return (cause as NodeJS.ErrnoException | undefined)?.code === 'ERR_WORKER_OUT_OF_MEMORY'
}
