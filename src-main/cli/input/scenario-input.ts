import { scenariosOf } from '../../../src-shared/scenario/comparison'
import type { Comparison } from '../../../src-shared/scenario/comparison'
import { formatScenarioError } from '../../../src-shared/scenario/parse'
import type { Scenario } from '../../../src-shared/scenario/schema'
import { readComparison } from '../../lab/scenario-files/comparisons'
import { readScenario } from '../../lab/scenario-files/scenarios'
import type { ScenarioFile } from '../../lab/scenario-files/scenarios'
import { UsageError } from './usage'

/** A scenario given as a path or as the name of a shipped one; its mistakes, or that there is none, are a {@link UsageError}. */
export function readScenarioInput(path_or_name: string): { file: ScenarioFile; scenario: Scenario } {
  const file = readFile(() => readScenario(path_or_name))
  if (!file.parse.ok) throw new UsageError(file.parse.errors.map(formatScenarioError).join('\n'))
  return { file, scenario: file.parse.scenario }
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
