import { formatScenarioError } from '../../src-shared/scenario/parse'
import type { Scenario } from '../../src-shared/scenario/schema'
import { readScenario } from '../lab/scenarios'
import type { ScenarioFile } from '../lab/scenarios'
import { UsageError } from './usage'

/** A scenario given as a path or as the name of a shipped one; its mistakes, or that there is none, are a {@link UsageError}. */
export function readScenarioInput(path_or_name: string): { file: ScenarioFile; scenario: Scenario } {
  const file = readFile(path_or_name)
  if (!file.parse.ok) throw new UsageError(file.parse.errors.map(formatScenarioError).join('\n'))
  return { file, scenario: file.parse.scenario }
}

function readFile(path_or_name: string): ScenarioFile {
  try {
    return readScenario(path_or_name)
  } catch (error) {
    throw new UsageError((error as Error).message)
  }
}
