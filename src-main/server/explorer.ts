import type { Exploration, ExploredCell } from '../../src-shared/exploration'
import type { ReportedExploration } from '../report/html-exploration'
import { DEFAULT_SEEDS, exploreAll, exploreFurther } from '../sweep/explore/explore'
import { matrixOf } from '../sweep/explore/matrix'
import type { Matrix } from '../sweep/explore/matrix'
import { JobError } from '../sweep/jobs'
import type { CreateStudyPool, StudyPool } from '../sweep/jobs'
import { LazyRunBatch } from './lazy-run-batch'

/** The consistency explorer of this lab. */
export class Explorer {
  private readonly matrix: Matrix = matrixOf()
  private readonly run_batch
  /** Cells that were run on, by row and column. */
  private readonly further = new Map<string, ExploredCell>()
  /** Runs a cell on; null: none is run on. */
  private running_on: StudyPool | null = null

  constructor(private readonly createPool: CreateStudyPool) {
    this.run_batch = new LazyRunBatch<ExploredCell>(createPool, (pool) => exploreAll(this.matrix, DEFAULT_SEEDS, pool))
  }

  /** The matrix with the cells beyond the first `have`; begins when first asked. Throws what ended the exploring. */
  after(offset: number): Exploration {
    return this.with(this.run_batch.after(offset))
  }

  /** Runs the cell with more seeds, one cell at a time; answers it as it is with them. Rejects where that cannot be. */
  async more(row: string, column: string): Promise<ExploredCell> {
    const found = this.cells().find((cell) => cell.row === row && cell.column === column)
    if (found === undefined) throw new JobError('This cell has not been explored yet.')
    if (this.running_on) throw new JobError('Another cell is being run on: wait until it is done.')
    const pool = (this.running_on = this.createPool(1))
    try {
      const cell = await exploreFurther(this.matrix, found, DEFAULT_SEEDS, pool)
      this.further.set(keyOf(cell), cell)
      return cell
    } finally {
      this.running_on = null
      await pool.close()
    }
  }

  /** All that was found so far; null while nobody asked. */
  get findingsSoFar(): ReportedExploration | null {
    if (this.run_batch.findingsSoFar === null) return null
    const further = this.further.size > 0 ? ', some cells with more' : ''
    return { exploration: this.with(this.cells()), seeds: `${DEFAULT_SEEDS.first}..${DEFAULT_SEEDS.last}${further}` }
  }

  async close(): Promise<void> {
    await Promise.all([this.run_batch.close(), this.running_on?.close()])
  }

  private cells(): ExploredCell[] {
    return (this.run_batch.findingsSoFar ?? []).map((cell) => this.further.get(keyOf(cell)) ?? cell)
  }

  private with(cells: readonly ExploredCell[]): Exploration {
    const { rows, columns, cells: planned } = this.matrix
    return { rows, columns, cells, total: planned.length }
  }
}

function keyOf({ row, column }: ExploredCell): string {
  return `${row} ${column}`
}
