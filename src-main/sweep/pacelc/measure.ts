/** A few runs of one configuration, at one distance or with one site cut off. */
import { findProtocol } from '../../../src-node/protocols/registry'
import { sidesOf } from '../../../src-shared/pacelc/measurement'
import type { DistanceRuns, PartitionRuns } from '../../../src-shared/pacelc/measurement'
import type { Verdict } from '../../../src-shared/verdict'
import { formatScenario } from '../../../src-shared/scenario/format'
import type { Scenario } from '../../../src-shared/scenario/schema'
import { simulate } from '../../lab/run/simulate'
import type { SeedRange } from '../seed-range'
import { problemsOf, STEPS_MAX } from '../void-run'
import { latenciesOf, Observer, sidesOfRun } from './observe'
import { isolatedSiteOf, latencyWindow, partitionWindow } from './scenario'

type Common = Omit<DistanceRuns, 'kind' | 'row' | 'distance' | 'latencies'>
/** What the runs showed: without a partition latencies, with one who was answered. */
export type Findings = Common &
  (Pick<DistanceRuns, 'kind' | 'latencies'> | Pick<PartitionRuns, 'kind' | 'isolated_site' | 'sides'>)

interface OneRun {
  readonly seed: number
  readonly observer: Observer
  readonly verdict: Verdict
  readonly text: string
  readonly error: string | null
}

/** Runs the scenario with each seed. The same scenario and seeds give the same findings: nothing here reads a clock. */
export function measure(scenario: Scenario, { first, last }: SeedRange): Findings {
  const runs = Array.from({ length: last - first + 1 }, (_, i) => runOnce(scenario, first + i))
  const shown = runs.find(({ verdict }) => verdict === 'violated') ?? runs[0]!
  const common: Common = {
    runs: runs.length,
    violated: runs.filter(({ verdict }) => verdict === 'violated').length,
    undecided: runs.filter(({ verdict }) => verdict === 'undecided').length,
    verdict: shown.verdict,
    text: shown.text,
    seed: shown.seed,
    scenario: formatScenario({ ...scenario, seed: shown.seed, expectations: [expecting(shown.verdict)] }),
    error: runs.find(({ error }) => error !== null)?.error ?? null
  }
  const observers = runs.map(({ observer }) => observer)
  const cut = isolatedSiteOf(scenario)
  if (cut === null) return { ...common, kind: 'distance', latencies: latenciesOf(observers, latencyWindow(scenario)) }
  const sides = observers.map((observer) => ({ sides: sidesOfRun(observer, cut, partitionWindow(scenario)!) }))
  return { ...common, kind: 'partition', isolated_site: cut, sides: sidesOf(sides) }
}

/** What goes wrong in running it is said of these runs: the others are worth having all the same. */
function runOnce(scenario: Scenario, seed: number): OneRun {
  const protocol = findProtocol(scenario.cluster.protocol)
  const observer = new Observer(protocol.description, isolatedSiteOf(scenario))
  const problems: string[] = []
  try {
    const { judgements } = simulate({
      scenario: { ...scenario, expectations: [expecting('holds')] },
      protocol,
      seed,
      steps_max: STEPS_MAX,
      onEvents: (events) => {
        for (const event of events) {
          observer.observe(event)
          problems.push(...problemsOf(event))
        }
      }
    })
    const { verdict, text } = judgements[0]!
    return { seed, observer, verdict, text, error: problems[0] ?? null }
  } catch (error) {
    const { message } = error as Error
    return { seed, observer, verdict: 'undecided', text: 'The run could not be carried out.', error: message }
  }
}

/** Naming the model has it judged, and whoever opens the run is told whether it still comes to the same. */
function expecting(verdict: Verdict): Scenario['expectations'][number] {
  return { expect: 'model', model: 'linearizable', verdict: verdict === 'violated' ? 'violated' : 'holds' }
}
