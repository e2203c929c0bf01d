import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { scenariosOf } from '../../../src-shared/scenario/comparison'
import type { Comparison } from '../../../src-shared/scenario/comparison'
import { SCENARIO_NAME } from '../../../src-shared/scenario/naming'
import { formatScenarioError } from '../../../src-shared/scenario/parse'
import type { Scenario } from '../../../src-shared/scenario/schema'
import { readComparison } from '../../lab/scenario-files/comparisons'
import { readScenario, shippedScenarioNames } from '../../lab/scenario-files/scenarios'
import type { ScenarioFile } from '../../lab/scenario-files/scenarios'
import { ownScenariosFolder } from '../../lab/user-data'
import { UsageError } from './usage'

interface ScenarioInput {
  readonly file: ScenarioFile
  readonly scenario: Scenario
}

/** Where one's own scenarios are looked for. */
export const scenariosArg = {
  type: 'string',
  description: 'Folder of your own scenarios, instead of the usual one',
  valueHint: 'DIR'
} as const

/** A scenario given as a path or by name, of a shipped one or else of one's own; its mistakes, or that there is none, are a {@link UsageError}. */
export function readScenarioInput(path_or_name: string, own_folder = ownScenariosFolder()): ScenarioInput {
  const file = readFile(() => readScenario(ownPath(path_or_name, own_folder) ?? path_or_name))
  if (!file.parse.ok) throw new UsageError(file.parse.errors.map(formatScenarioError).join('\n'))
  return { file, scenario: file.parse.scenario }
}

/** A shipped scenario goes first. */
function ownPath(name: string, folder: string): string | null {
  if (!SCENARIO_NAME.test(name) || shippedScenarioNames().includes(name)) return null
  const path = join(folder, `${name}.yaml`)
  return existsSync(path) ? path : null
}

/** A comparison given as a path or as the name of a shipped one, with its runs; its mistakes, or that there is none, are a {@link UsageError}. */
export function readComparisonInput(path_or_name: string): { comparison: Comparison; scenarios: readonly Scenario[] } {
  const { parse } = readFile(() => readComparison(path_or_name))
  if (!parse.ok) throw new UsageError(parse.errors.map(formatScenarioError).join('\n'))
  return { comparison: parse.value, scenarios: scenariosOf(parse.value) }
}

function readFile<File>(read: () => File): File {
  try {
    return read()
  } catch (error) {
    throw new UsageError((error as Error).message)
  }
}
