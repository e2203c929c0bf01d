/** The comparison file: one script of faults, and the clusters that meet it. That all runs meet the same holds by construction. */
import { z } from 'zod'
import { SYMBOLIC_TARGETS, targetsOf } from '../faults/actions'
import type { NodeId } from '../ids'
import { COMPARED_MAX, COMPARED_MIN, RUN_LETTERS } from '../folds/comparison'
import { describeIssue } from './describe-issue'
import type { ValidationError } from './validation-error'
import { validateScenario } from './validate-scenario'
import type { ScenarioContext } from './rule-context'
import { nodeNames, scenarioSchema } from './schema'
import { keysSchema, workloadSchema } from './sections/workload'
import { clusterSchema } from './sections/cluster'
import { durationSchema } from './duration'
import type { Scenario } from './schema'
import { parseSource } from './source'
import type { SourceParse, Validated } from './source'

const { summary, seed, network, timeline, checks, expectations } = scenarioSchema.shape

/** One run: what it does differently, and what is expected of it. */
const comparedRunSchema = z.strictObject({
  title: z.string().min(1).max(36),
  /** What it stands for, in a sentence. */
  summary: z.string().max(300).default(''),
  /** Its nodes, too, where it has others than the rest. */
  cluster: clusterSchema.prefault({}),
  /** Of its protocol's policies; absent: the first. */
  read_policy: workloadSchema.shape.read_policy,
  write_policy: workloadSchema.shape.write_policy,
  /** What its clients ask for, where its protocol has other operations for the same load; absent: as the workload's. */
  mix: workloadSchema.shape.mix.unwrap().optional(),
  /** How its load spreads over keys; absent: as the workload's. */
  keys: keysSchema.optional(),
  expectations
})

/** Fields of the workload that a run may have of its own. */
const OWN_LOAD = ['read_policy', 'write_policy', 'mix', 'keys'] as const

export const comparisonSchema = z.strictObject({
  name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,61}$/, 'expected lower-case letters, digits and -'),
  title: z.string().min(1).max(40),
  summary,
  seed,
  nodes: clusterSchema.shape.nodes,
  network,
  workload: workloadSchema.omit({ read_policy: true, write_policy: true }).prefault({}),
  timeline,
  duration: durationSchema,
  checks: checks.unwrap().default(['invariants']),
  runs: z.array(comparedRunSchema).min(COMPARED_MIN).max(COMPARED_MAX)
})
/** A comparison after parsing: defaults filled in, durations in milliseconds. */
export type Comparison = z.infer<typeof comparisonSchema>

/** Parses and checks a comparison. `file` only names the text in errors. */
export function parseComparison(text: string, file: string, context: ScenarioContext): SourceParse<Comparison> {
  return parseSource(text, file, 'a comparison: fields such as name, title, timeline, runs', (content) =>
    validate(content, context)
  )
}

/** Its runs as scenarios, in their order. */
export function scenariosOf(comparison: Comparison): Scenario[] {
  const { name, title, summary, nodes, workload, runs, ...shared } = comparison
  const scenarios = runs.map(
    ({ title: run_title, summary: run_summary, cluster, expectations, ...own }, run_index): Scenario => ({
      ...shared,
      name: `${name}-${RUN_LETTERS[run_index]!.toLowerCase()}`,
      title: `${title}: ${run_title}`,
      summary: run_summary || summary,
      engine: 'simulation',
      cluster: { ...cluster, nodes: cluster.nodes ?? nodes },
      workload: { ...workload, ...own },
      expectations
    })
  )
  const everybody = new Set(scenarios.flatMap(nodeNames))
  return scenarios.map((scenario) => ({ ...scenario, timeline: possibleIn(scenario, everybody) }))
}

/** Without what need not be possible and names a node that only other runs have. */
function possibleIn(scenario: Scenario, everybody: ReadonlySet<NodeId>): Scenario['timeline'] {
  const nodes = new Set(nodeNames(scenario))
  const isElsewhere = (target: string) => everybody.has(target) && !nodes.has(target)
  return scenario.timeline.filter(({ if_possible, action }) => !if_possible || ![...targetsOf(action)].some(isElsewhere))
}

function validate(content: unknown, context: ScenarioContext): Validated<Comparison> {
  const parsed = comparisonSchema.safeParse(content)
  if (!parsed.success)
    return { validation_errors: parsed.error.issues.flatMap((issue) => describeIssue(issue, content, comparisonSchema)) }
  const scenarios = scenariosOf(parsed.data)
  const validation_errors = scenarios.flatMap((scenario, run_index) =>
    validateScenario(scenario, context).map((validation_error) => ({
      ...validation_error,
      path: pathInComparison(validation_error.path, run_index, parsed.data.runs[run_index]!)
    }))
  )
  validation_errors.push(...symbolicTargetErrors(scenarios[0]!))
  return validation_errors.length > 0 ? { validation_errors: deduplicate(validation_errors) } : { value: parsed.data }
}

/** Where in the comparison stands what its run has there. */
function pathInComparison(
  path: ValidationError['path'],
  run_index: number,
  run: Comparison['runs'][number]
): ValidationError['path'] {
  const [section, field, ...rest] = path
  if (section === 'cluster' && field === 'nodes' && run.cluster.nodes === undefined) return ['nodes', ...rest]
  const own_load = section === 'workload' ? OWN_LOAD.find((own) => own === field) : undefined
  const is_own = section === 'cluster' || section === 'expectations' || (own_load !== undefined && run[own_load] !== undefined)
  if (!is_own) return path
  return ['runs', run_index, ...(section === 'workload' ? [field!, ...rest] : path)]
}

/** A word would mean another node in every run. */
function symbolicTargetErrors({ timeline }: Scenario): ValidationError[] {
  return timeline.flatMap(({ action }, i) => {
    const word = SYMBOLIC_TARGETS.find((word) => targetsOf(action).has(word))
    return word === undefined
      ? []
      : [{ path: ['timeline', i, 'action'], text: `${word} may be another node in every run; expected the name of a node` }]
  })
}

/** A mistake in what all share is every run's, perhaps in other words. */
function deduplicate(validation_errors: readonly ValidationError[]): ValidationError[] {
  const byPath = new Map<string, ValidationError>()
  for (const validation_error of validation_errors) {
    const run_index = JSON.stringify([validation_error.path, validation_error.at])
    const before = byPath.get(run_index)
    if (before === undefined || validation_error.text.length < before.text.length) byPath.set(run_index, validation_error)
  }
  return [...byPath.values()]
}
