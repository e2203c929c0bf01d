import { TIMEOUT_RANGES } from '../../src-shared/elections/elections'
import type { ElectionBatch, ElectionStudy } from '../../src-shared/elections/elections'
import { electionPlan, timeAll } from '../sweep/elections/plan'
import type { CreateStudyPool } from '../sweep/jobs'
import { LazyRunBatch } from './lazy-run-batch'

/** The times without a leader of this lab. */
export class Elections {
  private readonly plan = electionPlan(TIMEOUT_RANGES)
  private readonly run_batch

  constructor(createPool: CreateStudyPool) {
    this.run_batch = new LazyRunBatch<ElectionBatch>(createPool, (pool) => timeAll(this.plan, pool))
  }

  /** The study with the batches beyond the first `offset`; begins when first asked. Throws what ended it. */
  after(offset: number): ElectionStudy {
    return { batches: this.run_batch.after(offset), total: this.plan.length }
  }

  /** All that was found so far; null while nobody asked. */
  get findingsSoFar(): ElectionStudy | null {
    const { findingsSoFar } = this.run_batch
    return findingsSoFar && { batches: findingsSoFar, total: this.plan.length }
  }

  async close(): Promise<void> {
    await this.run_batch.close()
  }
}
