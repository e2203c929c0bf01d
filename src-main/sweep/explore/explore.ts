import type { ExploredCell } from '../../../src-shared/exploration'
import { JobError } from '../jobs'
import type { Explorers } from '../jobs'
import { mergeFindings } from './findings'
import type { SeedRange } from '../seed-range'
import type { CellPlan, Matrix } from './matrix'

/** Few and short: the whole matrix is a matter of a minute or two. */
export const DEFAULT_SEEDS: SeedRange = { first: 1, last: 3 }

/** Seeds that a cell is run on with. */
const MORE_SEEDS = 5
/** Of a cell, however often it is run on. */
const RUNS_MAX = 60

/** The cell with a few more runs, whose seeds follow those that it had. */
export async function exploreFurther(
  { cells }: Matrix,
  cell: ExploredCell,
  seeds: SeedRange,
  explorers: Explorers
): Promise<ExploredCell> {
  if (cell.runs >= RUNS_MAX) throw new JobError(`This cell has its ${RUNS_MAX} runs: more say little that is new.`)
  const { scenario } = cells.find(({ row, column }) => row.id === cell.row && column.id === cell.column)!
  const first = seeds.first + cell.runs
  const later = await explorers.explore(scenario, { first, last: first + MORE_SEEDS - 1 })
  return { row: cell.row, column: cell.column, ...mergeFindings(cell, later) }
}

/** Begins every cell; they are done in about their order. */
export function exploreAll({ cells }: Matrix, seeds: SeedRange, explorers: Explorers): readonly Promise<ExploredCell>[] {
  return cells.map((plan) => exploreOne(plan, seeds, explorers))
}

async function exploreOne({ row, column, scenario }: CellPlan, seeds: SeedRange, explorers: Explorers): Promise<ExploredCell> {
  return { row: row.id, column: column.id, ...(await explorers.explore(scenario, seeds)) }
}
