/** YAML text → scenario, or every mistake in it with its place. */
import { describeIssue } from './describe-issue'
import { scenarioMistakes } from './rules'
import type { ScenarioWorld } from './rules'
import type { Scenario } from './schema'
import { scenarioSchema } from './schema'
import { parseSource } from './source'
import type { ScenarioError, Understood } from './source'

export { formatScenarioError } from './source'

export type ScenarioParse =
  { readonly ok: true; readonly scenario: Scenario } | { readonly ok: false; readonly errors: readonly ScenarioError[] }

/** Parses and checks a scenario. `file` only names the text in errors. */
export function parseScenario(text: string, file: string, world: ScenarioWorld): ScenarioParse {
  const parsed = parseSource(text, file, 'a scenario: fields such as name, title, cluster', (content) =>
    understand(content, world)
  )
  return parsed.ok ? { ok: true, scenario: parsed.value } : parsed
}

function understand(content: unknown, world: ScenarioWorld): Understood<Scenario> {
  const parsed = scenarioSchema.safeParse(content)
  if (!parsed.success) return { mistakes: parsed.error.issues.flatMap((issue) => describeIssue(issue, content, scenarioSchema)) }
  const mistakes = scenarioMistakes(parsed.data, world)
  return mistakes.length > 0 ? { mistakes } : { value: parsed.data }
}
