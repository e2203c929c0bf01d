import type { CreateStudyPool, StudyPool } from '../sweep/jobs'

/** A batch of runs, started at the first request and computed once per lab: the same seeds give the same results. */
export class LazyRunBatch<Finding> {
  private readonly findings: Finding[] = []
  private pool: StudyPool | null = null
  private failure: Error | null = null

  /** Submits all runs to the pool. */
  constructor(
    private readonly createPool: CreateStudyPool,
    private readonly submitAll: (pool: StudyPool) => readonly Promise<Finding>[]
  ) {}

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

  private start(): void {
    const pool = this.createPool()
    this.pool = pool
    const findings = this.submitAll(pool).map((one) => one.then((finding) => this.findings.push(finding)))
    Promise.all(findings)
      .then(() => pool.close())
      .catch((error: Error) => (this.failure = error))
  }
}
