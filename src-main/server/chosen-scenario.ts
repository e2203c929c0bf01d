import type { LabCommand } from '../../src-shared/lab-api'
import { formatScenarioError } from '../../src-shared/scenario/parse'
import type { ScenarioParse } from '../../src-shared/scenario/parse'
import { LabError } from '../lab/lab-error'
import { parseText } from '../lab/scenario-files/listing'

/** What pages can take of a run in a second. */
export const EVENTS_PER_S_MAX = 20_000

/** A scenario's text and what it says. */
export interface ShippedScenario {
  readonly id: string
  readonly text: string
  readonly parse: ScenarioParse
}
/** A page may name what is shipped and what is in the person's own folder, never another file; null: none has that name. */
export type FindScenario = (id: string) => Promise<ShippedScenario | null>

/** The scenario that a page wants to be run. Throws a {@link LabError} where there is none, or it has mistakes. */
export async function chosenScenario({ scenario, yaml }: Extract<LabCommand, { command: 'run' }>, find: FindScenario) {
  if (yaml !== undefined) return { scenario: scenarioIn(parseText(yaml, 'scenario')), text: yaml }
  if (scenario === undefined) throw new LabError('a run needs a scenario')
  const { id, parse, text } = await scenarioNamed(scenario, find)
  return { id, scenario: scenarioIn(parse), text }
}

/** Throws a {@link LabError} where there is none. */
export async function scenarioNamed(id: string, find: FindScenario): Promise<ShippedScenario> {
  const file = await find(id)
  if (!file) throw new LabError(`there is no scenario named ${id}`)
  return file
}

/** Throws a {@link LabError} that tells all mistakes. */
export function scenarioIn(parse: ScenarioParse) {
  if (!parse.ok) throw new LabError(parse.errors.map(formatScenarioError).join('\n'))
  return parse.scenario
}
