import type { Exploration, ExploredCell } from '../../src-shared/exploration'
import type { ReportedExploration } from '../report/html-exploration'
import { DEFAULT_SEEDS, exploreAll } from '../sweep/explore/explore'
import { matrixOf } from '../sweep/explore/matrix'
import type { Matrix } from '../sweep/explore/matrix'
import { LazyRunBatch } from './lazy-run-batch'

/** The consistency explorer of this lab. */
export class Explorer {
  private readonly matrix: Matrix = matrixOf()
  private readonly run_batch = new LazyRunBatch<ExploredCell>((pool) => exploreAll(this.matrix, DEFAULT_SEEDS, pool))

  /** The matrix with the cells beyond the first `have`; begins when first asked. Throws what ended the exploring. */
  after(offset: number): Exploration {
    return this.with(this.run_batch.after(offset))
  }

  /** All that was found so far; null while nobody asked. */
  get findingsSoFar(): ReportedExploration | null {
    const { findingsSoFar } = this.run_batch
    return findingsSoFar && { exploration: this.with(findingsSoFar), seeds: `${DEFAULT_SEEDS.first}..${DEFAULT_SEEDS.last}` }
  }

  async close(): Promise<void> {
    await this.run_batch.close()
  }

  private with(cells: readonly ExploredCell[]): Exploration {
    const { rows, columns, cells: planned } = this.matrix
    return { rows, columns, cells, total: planned.length }
  }
}
