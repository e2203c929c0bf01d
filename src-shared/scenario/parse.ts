/** YAML text → scenario, or every mistake in it with its place. */
import type { ProtocolDescription } from '../description/protocol-description'
import { describeIssue } from './describe-issue'
import { defaultChecks } from './sections/checks'
import { usualMixOf } from './sections/workload'
import type { Workload } from './sections/workload'
import { validateScenario } from './validate-scenario'
import type { ScenarioContext } from './rule-context'
import type { Scenario } from './schema'
import { scenarioSchema } from './schema'
import { parseSource } from './source'
import type { ScenarioError, Validated } from './source'

export { formatScenarioError } from './source'

export type ScenarioParse =
  { readonly ok: true; readonly scenario: Scenario } | { readonly ok: false; readonly errors: readonly ScenarioError[] }

/** Parses and checks a scenario. `file` only names the text in errors. */
export function parseScenario(text: string, file: string, context: ScenarioContext): ScenarioParse {
  const parsed = parseSource(text, file, 'a scenario: fields such as name, title, cluster', (content) =>
    validate(content, context)
  )
  return parsed.ok ? { ok: true, scenario: parsed.value } : parsed
}

function validate(content: unknown, context: ScenarioContext): Validated<Scenario> {
  const parsed = scenarioSchema.safeParse(content)
  if (!parsed.success)
    return { validation_errors: parsed.error.issues.flatMap((issue) => describeIssue(issue, content, scenarioSchema)) }
  const scenario = withDefaults(parsed.data, content as object, context)
  const validation_errors = validateScenario(scenario, context)
  return validation_errors.length > 0 ? { validation_errors } : { value: scenario }
}

/**
 * Unless the file says otherwise: a protocol that serves no operations has no clients, others have operations that they serve, and runs
 * are held against what their history can be judged by.
 */
function withDefaults(scenario: Scenario, content: object, { protocols }: ScenarioContext): Scenario {
  const protocol = protocols.find(({ name }) => name === scenario.cluster.protocol)
  if (!protocol) return scenario
  const workload = loadOf(scenario.workload, 'workload' in content ? (content.workload as object) : null, protocol)
  return {
    ...scenario,
    workload,
    checks: ('checks' in content ? null : defaultChecks(protocol)) ?? scenario.checks
  }
}

function loadOf(workload: Workload, written: object | null, { operations }: ProtocolDescription): Workload {
  if (operations.length === 0) return written ? workload : { ...workload, clients: 0 }
  const is_random = workload.script === undefined && !(written && 'mix' in written)
  return is_random ? { ...workload, mix: usualMixOf(operations) } : workload
}
