import type { MeasuredRuns, Measurement } from '../../src-shared/pacelc/measurement'
import type { ReportedMeasurement } from '../report/html-pacelc'
import { DEFAULT_SEEDS, measureAll, measurementPlan } from '../sweep/pacelc/plan'
import type { CreateStudyPool } from '../sweep/jobs'
import { LazyRunBatch } from './lazy-run-batch'

/** The PACELC measurement of this lab. */
export class Pacelc {
  private readonly plan = measurementPlan()
  private readonly run_batch

  constructor(createPool: CreateStudyPool) {
    this.run_batch = new LazyRunBatch<MeasuredRuns>(createPool, (pool) => measureAll(this.plan, DEFAULT_SEEDS, pool))
  }

  /** The measurement with the runs beyond the first `have`; begins when first asked. Throws what ended the measuring. */
  after(offset: number): Measurement {
    return this.with(this.run_batch.after(offset))
  }

  /** All that was measured so far; null while nobody asked. */
  get findingsSoFar(): ReportedMeasurement | null {
    const { findingsSoFar } = this.run_batch
    return findingsSoFar && { measurement: this.with(findingsSoFar), seeds: `${DEFAULT_SEEDS.first}..${DEFAULT_SEEDS.last}` }
  }

  async close(): Promise<void> {
    await this.run_batch.close()
  }

  private with(runs: readonly MeasuredRuns[]): Measurement {
    const { rows, runs: planned } = this.plan
    return { rows, runs, total: planned.length }
  }
}
