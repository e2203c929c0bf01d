import type { CommitWindow, WindowCell } from '../../src-shared/commit-window'
import { COLUMNS } from '../sweep/commit-window/scenario'
import { testAll, windowPlan } from '../sweep/commit-window/plan'
import type { WindowPlan } from '../sweep/commit-window/plan'
import type { CreateStudyPool } from '../sweep/jobs'
import { LazyRunBatch } from './lazy-run-batch'

/** The commit window of this lab. */
export class CommitWindows {
  /** Laying it out takes a run for each column: not before somebody asks. */
  private plan: WindowPlan | null = null
  private readonly run_batch

  constructor(createPool: CreateStudyPool) {
    this.run_batch = new LazyRunBatch<WindowCell>(createPool, (pool) => testAll(this.planned(), pool))
  }

  /** The table with the cells beyond the first `offset`; begins when first asked. Throws what ended it. */
  after(offset: number): CommitWindow {
    return this.with(this.run_batch.after(offset))
  }

  /** All that was found so far; null while nobody asked. */
  get findingsSoFar(): CommitWindow | null {
    const { findingsSoFar } = this.run_batch
    return findingsSoFar && this.with(findingsSoFar)
  }

  async close(): Promise<void> {
    await this.run_batch.close()
  }

  private planned(): WindowPlan {
    return (this.plan ??= windowPlan())
  }

  private with(cells: readonly WindowCell[]): CommitWindow {
    const { rows, cells: planned } = this.planned()
    return {
      columns: COLUMNS.map(({ id, title, explanation }) => ({ id, title, explanation })),
      rows,
      cells,
      total: planned.length
    }
  }
}
