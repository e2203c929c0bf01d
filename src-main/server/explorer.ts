import type { Exploration, ExploredCell } from '../../src-shared/exploration'
import type { ReportedExploration } from '../report/html-exploration'
import { Crew, defaultJobs } from '../sweep/crew'
import { DEFAULT_SEEDS, exploreAll } from '../sweep/explore/explore'
import { matrixOf } from '../sweep/explore/matrix'
import type { Matrix } from '../sweep/explore/matrix'

/** The consistency explorer of this lab. It explores once, when first asked: the same cells would come to the same again. */
export class Explorer {
  private readonly matrix: Matrix = matrixOf()
  private readonly cells: ExploredCell[] = []
  private crew: Crew | null = null
  private trouble: Error | null = null

  /** The matrix with the cells beyond the first `have`. Throws what ended the exploring. */
  after(have: number): Exploration {
    if (this.trouble) throw this.trouble
    if (this.crew === null) this.begin()
    const { rows, columns, cells } = this.matrix
    return { rows, columns, cells: this.cells.slice(have), total: cells.length }
  }

  /** All that was found so far; null while nobody asked. */
  get found(): ReportedExploration | null {
    if (this.crew === null) return null
    const { rows, columns, cells } = this.matrix
    const { first, last } = DEFAULT_SEEDS
    return { exploration: { rows, columns, cells: this.cells, total: cells.length }, seeds: `${first}..${last}` }
  }

  async close(): Promise<void> {
    await this.crew?.close()
  }

  /** One core is left to the run on screen. */
  private begin(): void {
    const crew = new Crew(Math.max(1, defaultJobs() - 1))
    this.crew = crew
    const exploring = exploreAll(this.matrix, DEFAULT_SEEDS, crew).map((one) => one.then((cell) => this.cells.push(cell)))
    Promise.all(exploring)
      .then(() => crew.close())
      .catch((error: Error) => (this.trouble = error))
  }
}
