/** The scenario file: one schema for YAML files, the command line and the window. */
import { z } from 'zod'
import type { Model } from '../consistency'
import { ENGINES } from '../engine'
import { durationSchema } from './duration'
import { expectationSchema } from './expectations'
import { chaosSchema } from './sections/chaos'
import { CHECK_NAMES } from './sections/checks'
import { membersOf } from './members'
import { scenarioNameSchema, scenarioTitleSchema } from './naming'
import { clusterSchema } from './sections/cluster'
import { networkSchema } from './sections/network'
import { ENTRIES_MAX, timelineEntrySchema } from './sections/timeline'
import { workloadSchema } from './sections/workload'

export const scenarioSchema = z.strictObject({
  name: scenarioNameSchema.describe('What files and commands call it: lower-case letters, digits and -, at most 64.'),
  title: scenarioTitleSchema.describe('What people call it, at most 80 characters.'),
  summary: z.string().default('').describe('What it shows and what to look for, in two or three plain sentences.'),
  seed: z
    .number()
    .int()
    .min(0)
    .max(2 ** 32 - 1)
    .default(1)
    .describe('Everything random is drawn from it.'),
  engine: z
    .enum(ENGINES)
    .default('processes')
    .describe('What runs it unless somebody chooses: real processes, or a simulation in virtual time.'),
  cluster: clusterSchema.prefault({}).describe('Who takes part: the protocol, its nodes, their parameters and deliberate bugs.'),
  network: networkSchema.prefault({}).describe('The links before any fault: of all, between regions, and single ones.'),
  workload: workloadSchema.prefault({}).describe('What clients do: a random load, or a script.'),
  timeline: z.array(timelineEntrySchema).max(ENTRIES_MAX).default([]).describe('What is done to the cluster, and when.'),
  chaos: chaosSchema
    .optional()
    .describe('Random faults besides those of the timeline, drawn from the seed. They need a duration of the run.'),
  duration: durationSchema.optional().describe('Length of the run; absent: until somebody stops it.'),
  checks: z
    .array(z.enum(CHECK_NAMES))
    .default(['linearizable', 'invariants'])
    .describe('What the whole run is held against: the invariants of the protocol, and consistency models.'),
  expectations: z.array(expectationSchema).default([]).describe('What must be true of the run.'),
  charts: z.array(z.string()).optional().describe('Charts of the report and the dock, in order; absent: all that apply.')
})
/** A scenario after parsing: defaults filled in, durations in milliseconds. */
export type Scenario = z.infer<typeof scenarioSchema>

/** The consistency models that checks and expectations name. */
export function modelsOf({ checks, expectations }: Pick<Scenario, 'checks' | 'expectations'>): Model[] {
  const expected = expectations.flatMap((expectation) => (expectation.expect === 'model' ? [expectation.model] : []))
  return [...new Set([...checks.filter((check) => check !== 'invariants'), ...expected])]
}

/** Invariants that expectations want to see broken. */
export function brokenInvariantsOf({ expectations }: Pick<Scenario, 'expectations'>): string[] {
  return expectations.flatMap((expectation) => (expectation.expect === 'broken-invariant' ? [expectation.invariant] : []))
}

/** Names of the nodes that the cluster begins with. */
export function nodeNames({ cluster }: Pick<Scenario, 'cluster'>): string[] {
  return membersOf(cluster).flatMap(({ name, starts }) => (starts === 'now' ? name : []))
}

/** Names of the clients: given, or c1 … cN. */
export function clientNames(scenario: Scenario): string[] {
  const { clients } = scenario.workload
  return typeof clients === 'number' ? Array.from({ length: clients }, (_, i) => `c${i + 1}`) : [...clients]
}
