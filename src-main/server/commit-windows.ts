import type { CommitWindow, WindowCell } from '../../src-shared/commit-window'
import { COLUMNS } from '../sweep/commit-window/scenario'
import type { testAll, WindowPlan } from '../sweep/commit-window/plan'
import type { CreateStudyPool } from '../sweep/jobs'
import { LazyRunBatch } from './lazy-run-batch'

/** The commit window of this lab. */
export class CommitWindows {
  /** Laying it out takes a run for each column, and so the whole simulation: not before somebody asks. */
  private planned: { readonly plan: WindowPlan; readonly testAll: typeof testAll } | null = null
  private readonly run_batch

  constructor(createPool: CreateStudyPool) {
    this.run_batch = new LazyRunBatch<WindowCell>(createPool, (pool) => this.planned!.testAll(this.planned!.plan, pool))
  }

  /** The table with the cells beyond the first `offset`; begins when first asked. Throws what ended it. */
  async after(offset: number): Promise<CommitWindow> {
    if (this.planned === null) {
      const { testAll, windowPlan } = await import('../sweep/commit-window/plan')
      this.planned ??= { plan: windowPlan(), testAll }
    }
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

  private with(cells: readonly WindowCell[]): CommitWindow {
    const { rows, cells: planned } = this.planned!.plan
    return {
      columns: COLUMNS.map(({ id, title, explanation }) => ({ id, title, explanation })),
      rows,
      cells,
      total: planned.length
    }
  }
}
