/** A failing run as a scenario file that somebody can read, run and keep. */
import { formatScenario } from '../../src-shared/scenario/format'
import { withExpandedPlan } from '../../src-shared/scenario/plan'
import type { Scenario } from '../../src-shared/scenario/schema'
import type { Failure } from './outcome'
import type { Shrunk } from './shrink/shrink'

const NAME_LENGTH_MAX = 64
const TITLE_LENGTH_MAX = 80

/** The whole run: what the seed drew stands in its timeline. */
export function failingScenario(scenario: Scenario, seed: number, failure: Failure): string {
  return reproducing(
    { ...withExpandedPlan(scenario, seed), seed },
    `${scenario.name}-seed-${seed}`,
    `${scenario.title}, seed ${seed}`,
    failure
  )
}

/** The smallest run found; `name` becomes the scenario's name. */
export function shrunkScenario({ scenario, failure }: Shrunk, name: string, title: string): string {
  return reproducing(scenario, name, title, failure)
}

/** Whoever runs it chooses the engine. */
function reproducing(scenario: Scenario, name: string, title: string, { check, text }: Failure): string {
  const named: Scenario = {
    ...scenario,
    engine: 'processes',
    name: name.slice(0, NAME_LENGTH_MAX),
    title: title.slice(0, TITLE_LENGTH_MAX),
    summary: `Fails ${check}: ${text}`
  }
  return formatScenario(named, [
    'Reproduce it with: netsplit run FILE --engine simulation',
    'Without --engine the same is done to real processes, whose timing no seed decides.'
  ])
}
