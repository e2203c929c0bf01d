/** What the runs of a cell have shown, and how more of them are added. */
import { CONSISTENCY_MODELS } from '../../../src-shared/consistency'
import type { Model } from '../../../src-shared/consistency'
import type { CellOperations, CellStaleness, CellVerdict, ExploredCell } from '../../../src-shared/exploration'

export type CellFindings = Omit<ExploredCell, 'row' | 'column'>

/** Of all these runs; the run to open is the first that shows a violation. */
export function mergeFindings(earlier: CellFindings, later: CellFindings): CellFindings {
  const both = [earlier, later]
  const shown = both.find(({ verdicts }) => verdicts.some(({ verdict }) => verdict === 'violated')) ?? earlier
  return {
    runs: earlier.runs + later.runs,
    verdicts: CONSISTENCY_MODELS.map((model) => overall(model, both)),
    operations: sum(earlier.operations, later.operations),
    staleness: sumStaleness(earlier.staleness, later.staleness),
    seed: shown.seed,
    scenario: shown.scenario,
    error: earlier.error ?? later.error
  }
}

/** Violated if one run violates it; held if every run does. */
export function overall(model: Model, runs: readonly Pick<CellFindings, 'verdicts'>[]): CellVerdict {
  const each = runs.map(({ verdicts }) => verdicts.find((one) => one.model === model)!)
  return each.find(({ verdict }) => verdict === 'violated') ?? each.find(({ verdict }) => verdict === 'undecided') ?? each[0]!
}

export function sum(a: CellOperations, b: CellOperations): CellOperations {
  return { ok: a.ok + b.ok, fail: a.fail + b.fail, unknown: a.unknown + b.unknown }
}

export function sumStaleness(a: CellStaleness | null, b: CellStaleness | null): CellStaleness | null {
  if (a === null || b === null) return a ?? b
  const predicted = a.predicted === null || b.predicted === null ? null : a.predicted + b.predicted
  return { reads: a.reads + b.reads, stale: a.stale + b.stale, predicted }
}
