import type { Exploration, ExploredCell } from '../../src-shared/exploration'
import type { ReportedExploration } from '../report/html-exploration'
import { DEFAULT_SEEDS, exploreAll } from '../sweep/explore/explore'
import { matrixOf } from '../sweep/explore/matrix'
import type { Matrix } from '../sweep/explore/matrix'
import { Survey } from './survey'

/** The consistency explorer of this lab. */
export class Explorer {
  private readonly matrix: Matrix = matrixOf()
  private readonly survey = new Survey<ExploredCell>((crew) => exploreAll(this.matrix, DEFAULT_SEEDS, crew))

  /** The matrix with the cells beyond the first `have`; begins when first asked. Throws what ended the exploring. */
  after(have: number): Exploration {
    return this.with(this.survey.after(have))
  }

  /** All that was found so far; null while nobody asked. */
  get found(): ReportedExploration | null {
    const { found } = this.survey
    return found && { exploration: this.with(found), seeds: `${DEFAULT_SEEDS.first}..${DEFAULT_SEEDS.last}` }
  }

  async close(): Promise<void> {
    await this.survey.close()
  }

  private with(cells: readonly ExploredCell[]): Exploration {
    const { rows, columns, cells: planned } = this.matrix
    return { rows, columns, cells, total: planned.length }
  }
}
