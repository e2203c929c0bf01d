import type { ExploredCell } from '../../../src-shared/exploration'
import type { Explorers } from '../worker-pool'
import type { SeedRange } from '../seed-range'
import type { CellPlan, Matrix } from './matrix'

/** Few and short: the whole matrix is a matter of a minute or two. */
export const DEFAULT_SEEDS: SeedRange = { first: 1, last: 3 }

/** Begins every cell; they are done in about their order. */
export function exploreAll({ cells }: Matrix, seeds: SeedRange, explorers: Explorers): readonly Promise<ExploredCell>[] {
  return cells.map((plan) => exploreOne(plan, seeds, explorers))
}

async function exploreOne({ row, column, scenario }: CellPlan, seeds: SeedRange, explorers: Explorers): Promise<ExploredCell> {
  return { row: row.id, column: column.id, ...(await explorers.explore(scenario, seeds)) }
}
