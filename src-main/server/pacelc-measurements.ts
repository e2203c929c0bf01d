import type { MeasuredRuns, Measurement } from '../../src-shared/pacelc/measurement'
import type { ReportedMeasurement } from '../report/html-pacelc'
import { DEFAULT_SEEDS, measureAll, measurementPlan } from '../sweep/pacelc/plan'
import { Survey } from './survey'

/** The PACELC measurement of this lab. */
export class Pacelc {
  private readonly plan = measurementPlan()
  private readonly survey = new Survey<MeasuredRuns>((crew) => measureAll(this.plan, DEFAULT_SEEDS, crew))

  /** The measurement with the runs beyond the first `have`; begins when first asked. Throws what ended the measuring. */
  after(have: number): Measurement {
    return this.with(this.survey.after(have))
  }

  /** All that was measured so far; null while nobody asked. */
  get found(): ReportedMeasurement | null {
    const { found } = this.survey
    return found && { measurement: this.with(found), seeds: `${DEFAULT_SEEDS.first}..${DEFAULT_SEEDS.last}` }
  }

  async close(): Promise<void> {
    await this.survey.close()
  }

  private with(runs: readonly MeasuredRuns[]): Measurement {
    const { rows, runs: planned } = this.plan
    return { rows, runs, total: planned.length }
  }
}
