import { WorkerPool, defaultJobs } from '../sweep/worker-pool'

/** A batch of runs, started at the first request and computed once per lab: the same seeds give the same results. */
export class LazyRunBatch<Finding> {
  private readonly findings: Finding[] = []
  private pool: WorkerPool | null = null
  private failure: Error | null = null

  /** Submits all runs to the pool. */
  constructor(private readonly submitAll: (pool: WorkerPool) => readonly Promise<Finding>[]) {}

  /** What was found beyond the first `have`, in the order in which it was. Throws what ended the batch. */
  after(offset: number): readonly Finding[] {
    if (this.failure) throw this.failure
    if (this.pool === null) this.start()
    return this.findings.slice(offset)
  }

  /** All that was found so far; null while nobody asked. */
  get findingsSoFar(): readonly Finding[] | null {
    return this.pool === null ? null : this.findings
  }

  async close(): Promise<void> {
    await this.pool?.close()
  }

  /** One core is left to the run on screen. */
  private start(): void {
    const pool = new WorkerPool(Math.max(1, defaultJobs() - 1))
    this.pool = pool
    const findings = this.submitAll(pool).map((one) => one.then((finding) => this.findings.push(finding)))
    Promise.all(findings)
      .then(() => pool.close())
      .catch((error: Error) => (this.failure = error))
  }
}
