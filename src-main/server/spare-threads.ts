import { WorkerPool, defaultJobs } from '../sweep/worker-pool'

/** Threads for work beside the lab's own run: one core is left to that. */
export function spareThreads(threads_max = Infinity): WorkerPool {
  return new WorkerPool(Math.max(1, Math.min(defaultJobs() - 1, threads_max)))
}
