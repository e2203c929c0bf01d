import { WorkerPool } from '../sweep/worker-pool'
import { inOrder } from './output/in-order'
import { ProgressLine } from './output/progress-line'
import { stopOnSignals } from './signals'
import { InterruptedError } from './input/usage'

/** Jobs whose results are printed one by one. */
interface PooledWork<Finding> {
  /** At once. */
  readonly worker_count: number
  /** Submits all of it to the pool. */
  readonly submitAll: (pool: WorkerPool) => readonly Promise<Finding>[]
  /** How far it is, for a terminal. */
  readonly progress: (done: number) => string
  /** Called in the order in which the findings were asked for. */
  readonly onFinding: (finding: Finding) => void
}

/**
 * Runs the jobs on a worker pool of its own and closes the pool afterwards, also on a signal. Rejects with the first job that
 * rejects.
 */
export async function withWorkerPool<Finding>({
  worker_count,
  submitAll,
  progress,
  onFinding
}: PooledWork<Finding>): Promise<void> {
  const pool = new WorkerPool(worker_count)
  let interrupted = false
  const ignoreSignals = stopOnSignals(() => {
    interrupted = true
    void pool.close()
  })
  let done = 0
  const line = new ProgressLine(process.stderr, () => progress(done))
  try {
    const findings = submitAll(pool).map((finding) => finding.finally(() => done++))
    await inOrder(findings, (finding) => {
      line.clear()
      onFinding(finding)
    })
  } catch (error) {
    throw interrupted ? new InterruptedError('Ended before its time; nothing was written.') : error
  } finally {
    line.close()
    ignoreSignals()
    await pool.close()
  }
}
