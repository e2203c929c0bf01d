/** One cell of the explorer: a few short runs, each history held against every model. */
import { findProtocol } from '../../../src-node/protocols/registry'
import { CONSISTENCY_MODELS } from '../../../src-shared/consistency'
import type { Judgement, Model } from '../../../src-shared/consistency'
import { withImplied } from '../../../src-shared/exploration'
import type { CellOperations, CellStaleness, CellVerdict } from '../../../src-shared/exploration'
import type { RunResult } from '../../../src-shared/result'
import { formatScenario } from '../../../src-shared/scenario/format'
import type { Scenario } from '../../../src-shared/scenario/schema'
import { simulate } from '../../lab/run/simulate'
import type { SeedRange } from '../seed-range'
import { problemsOf, STEPS_MAX } from '../void-run'
import { overall, sum, sumStaleness } from './findings'
import type { CellFindings } from './findings'

/** Of a counterexample. */
const LINES_MAX = 40
const NONE: CellOperations = { ok: 0, fail: 0, unknown: 0 }

interface SeedFindings {
  readonly seed: number
  readonly verdicts: readonly CellVerdict[]
  readonly operations: CellOperations
  readonly staleness: CellStaleness | null
  readonly error: string | null
}

/** Runs the scenario with each seed. The same scenario and seeds give the same findings: nothing here reads a clock. */
export function exploreCell(scenario: Scenario, { first, last }: SeedRange): CellFindings {
  const runs = Array.from({ length: last - first + 1 }, (_, i) => runOnce(scenario, first + i))
  const shown = runs.find(({ verdicts }) => verdicts.some(({ verdict }) => verdict === 'violated')) ?? runs[0]!
  return {
    runs: runs.length,
    verdicts: CONSISTENCY_MODELS.map((model) => overall(model, runs)),
    operations: runs.map(({ operations }) => operations).reduce(sum),
    staleness: runs.map(({ staleness }) => staleness).reduce(sumStaleness),
    seed: shown.seed,
    scenario: formatScenario({ ...scenario, seed: shown.seed, expectations: expecting(shown.verdicts) }),
    error: runs.find(({ error }) => error !== null)?.error ?? null
  }
}

/** What goes wrong in running it is said of its cell: the others are worth having all the same. */
function runOnce(scenario: Scenario, seed: number): SeedFindings {
  const problems: string[] = []
  try {
    const { result, judgements } = simulate({
      scenario: { ...scenario, expectations: ALL_MODELS },
      protocol: findProtocol(scenario.cluster.protocol),
      seed,
      steps_max: STEPS_MAX,
      onEvents: (events) => problems.push(...events.flatMap(problemsOf))
    })
    const verdicts = withImplied(judgements.map((judgement) => verdictOf(judgement, seed)))
    return { seed, verdicts, operations: result.operations, staleness: stalenessOf(result, scenario), error: problems[0] ?? null }
  } catch (error) {
    return { seed, verdicts: CONSISTENCY_MODELS.map(notRun), operations: NONE, staleness: null, error: (error as Error).message }
  }
}

/** By the run's own figures. */
function stalenessOf({ metrics }: RunResult, { timeline }: Scenario): CellStaleness | null {
  const reads = metrics['staleness.reads'] ?? 0
  if (reads === 0) return null
  const share = (name: string): number | null => (metrics[name] === undefined ? null : Math.round((reads * metrics[name]) / 100))
  const predicted = timeline.length === 0 ? share('wars.stale_percent') : null
  return { reads, stale: share('staleness.stale_percent') ?? 0, predicted }
}

/** Naming the models has them judged, and has every key read by several clients once the load has ended. */
const ALL_MODELS = expecting(CONSISTENCY_MODELS.map((model) => ({ model, verdict: 'holds' })))

/** Whoever opens the run is told whether it still comes to the same; what is undecided is asked for too, so that the run is the same. */
function expecting(verdicts: readonly Pick<CellVerdict, 'model' | 'verdict'>[]): Scenario['expectations'] {
  return verdicts.map(({ model, verdict }) => ({
    expect: 'model',
    model,
    verdict: verdict === 'violated' ? 'violated' : 'holds'
  }))
}

function verdictOf({ model, verdict, text, counterexample }: Judgement, seed: number): CellVerdict {
  const lines = counterexample?.lines.slice(0, LINES_MAX) ?? []
  return { model, verdict, text, seed: verdict === 'violated' ? seed : null, lines }
}

function notRun(model: Model): CellVerdict {
  return { model, verdict: 'undecided', text: 'The run could not be carried out.', seed: null, lines: [] }
}
