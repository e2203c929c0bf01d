import type { SwitchDescription } from '../../src-shared/description/protocol-description'
import type { Scenario } from '../../src-shared/scenario/schema'
import { descriptions } from '../../src-shared/protocols/registry'
import { readScenario } from '../lab/scenario-files/scenarios'
import type { Simulators } from './jobs'
import type { Failure, Outcome } from './outcome'
import type { Shrunk } from './shrink/shrink'
import { sweep } from './sweep'
import type { SeedRange } from './seed-range'

/** A deliberate bug that is to be caught. */
export interface DeliberateBug {
  readonly protocol: string
  readonly bug: SwitchDescription
}

export interface Detection {
  readonly failure: Failure
  readonly seed: number
  /** Absent where the failing run was left as it is. */
  readonly shrunk?: Shrunk
}

export interface HuntResult extends DeliberateBug {
  /** null: no seed of the range brought it to light. */
  readonly caught: Detection | null
  /** Seeds run, and simulated time that they took. */
  readonly seeds: number
  readonly simulated_us: number
}

export interface HuntOptions {
  readonly seeds: SeedRange
  readonly simulators: Simulators
  /** Seeds simulated at once for one switch. */
  readonly jobs: number
  /** Make the failing run small. */
  readonly shrink: boolean
  readonly signal?: AbortSignal
}

/** Every switch of every protocol. */
export function allDeliberateBugs(): DeliberateBug[] {
  return descriptions.flatMap(({ name, switches }) => switches.map((bug) => ({ protocol: name, bug })))
}

/** Runs the switch's scenario with that bug alone, seed after seed, until a check catches it. */
export async function hunt(
  { protocol, bug }: DeliberateBug,
  { seeds, simulators, jobs, shrink, signal }: HuntOptions
): Promise<HuntResult> {
  const scenario = scenarioForBug(bug)
  const detectionIn = (outcome: Outcome) => outcome.failures.find(({ kind }) => kind === FAILURE_KIND_OF[bug.breaks])
  const { first_failure, runs, simulated_us } = await sweep({
    scenario,
    seeds,
    simulators,
    jobs,
    isFailure: (outcome) => detectionIn(outcome) !== undefined,
    signal
  })
  const result = { protocol, bug, seeds: runs, simulated_us }
  if (!first_failure) return { ...result, caught: null }
  const { seed } = first_failure
  const failure = detectionIn(first_failure)!
  const shrunk = shrink ? await simulators.shrink(scenario, seed, failure) : undefined
  return { ...result, caught: { failure, seed, shrunk } }
}

/** A wrong result or state is for a check to catch; that nothing goes on, for an expectation. */
const FAILURE_KIND_OF = { safety: 'violated', liveness: 'unmet' } as const

/** The shipped scenario that the switch names, with the switch on. Throws when it cannot be read. */
function scenarioForBug(bug: SwitchDescription): Scenario {
  const { parse } = readScenario(bug.exposed_by)
  if (!parse.ok) throw new Error(`the scenario ${bug.exposed_by} has mistakes: ${parse.errors[0]!.text}`)
  const { scenario } = parse
  return { ...scenario, cluster: { ...scenario.cluster, switches: [bug.name] } }
}
