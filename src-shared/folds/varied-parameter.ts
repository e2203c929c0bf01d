/** What runs differ by, when it is one number alone, a parameter or how many nodes they have: then their figures are a curve over it. */
import type { ParameterDescription, ParameterValue, ProtocolDescription } from '../description/protocol-description'
import { METRICS } from '../protocols/metrics'
import { findDefinition } from '../protocols/registry'
import type { MetricDescription } from '../metrics/metric'
import type { ComparedRun } from './comparison'

export interface VariedParameter {
  readonly name: string
  readonly title: string
  readonly unit: string
  /** Of each run; of a range its lower end. */
  readonly values: readonly number[]
}

/** A figure of each run, null where it has none. */
export interface FigureCurve {
  readonly metric: MetricDescription
  readonly values: readonly (number | null)[]
  /** What others measured; null: no expectation tells. */
  readonly reference: { readonly of: string; readonly values: readonly (number | null)[] } | null
}

/** A curve through fewer runs would be a guess. */
const RUNS_MIN = 3

/** The parameter; null: the runs have different protocols, or differ by none, by several, or by something else than a number. */
export function variedParameter(runs: readonly ComparedRun[]): VariedParameter | null {
  const protocols = new Set(runs.map(({ protocol }) => protocol))
  const description = runs.length >= RUNS_MIN && protocols.size === 1 ? findDefinition(runs[0]!.protocol)?.description : null
  if (!description) return null
  const varied = Object.entries(description.parameters).filter(([name]) => distinct(runs.map((run) => valueOf(run, name))) > 1)
  if (varied.length === 0) return variedNodes(runs, description)
  if (varied.length > 1) return null
  const [name, parameter] = varied[0]!
  const values = runs.map((run) => numberOf(valueOf(run, name), parameter))
  if (!values.every((value) => value !== null) || distinct(values) < runs.length) return null
  return { name, title: parameter.title, unit: 'unit' in parameter ? parameter.unit : '', values }
}

/** How many nodes there are; where there is one of a role, how many of the other. */
function variedNodes(runs: readonly ComparedRun[], { roles }: ProtocolDescription): VariedParameter | null {
  const single = roles.filter((role) => role.single)
  const [other, ...more] = roles.filter((role) => !role.single)
  const title = single.length > 0 && other && more.length === 0 ? `${other.title}s` : 'Nodes'
  const values = runs.map(({ fold }) => fold.cluster.nodes.size - (title === 'Nodes' ? 0 : single.length))
  return distinct(values) < runs.length ? null : { name: 'nodes', title, unit: '', values }
}

/** What the runs' expectations speak of, where it is not the same in all of them. */
export function claimedCurves(runs: readonly ComparedRun[]): FigureCurve[] {
  const claimed = [...new Set(runs.flatMap((run) => run.claimed.map(({ metric }) => metric)))]
  return claimed
    .flatMap((name) => METRICS.find((metric) => metric.name === name) ?? [])
    .map((metric) => ({
      metric,
      values: runs.map(({ metrics }) => metrics[metric.name] ?? null),
      reference: referenceOf(runs, metric.name)
    }))
    .filter(({ values }) => distinct(values) > 1)
}

function referenceOf(runs: readonly ComparedRun[], metric: string): FigureCurve['reference'] {
  const references = runs.map((run) => run.claimed.find((claim) => claim.metric === metric)?.reference ?? null)
  const of = references.find((reference) => reference !== null)?.of
  return of === undefined ? null : { of, values: references.map((reference) => reference?.value ?? null) }
}

function valueOf({ fold }: ComparedRun, name: string): ParameterValue | undefined {
  return fold.cluster.parameters[name]
}

function numberOf(value: ParameterValue | undefined, { type }: ParameterDescription): number | null {
  if (type === 'number' && typeof value === 'number') return value
  if (type !== 'range') return null
  return Array.isArray(value) ? (value[0] as number) : typeof value === 'number' ? value : null
}

function distinct(values: readonly unknown[]): number {
  return new Set(values.map((value) => JSON.stringify(value))).size
}
