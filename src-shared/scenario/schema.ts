/** The scenario file: one schema for YAML files, the command line and the window. */
import { z } from 'zod'
import type { ConsistencyModel } from '../consistency'
import { ENGINES } from '../engine'
import { durationSchema } from './duration'
import { expectationSchema } from './expectations'
import { chaosSchema } from './sections/chaos'
import { CHECK_NAMES } from './sections/checks'
import { membersOf } from './members'
import { clusterSchema } from './sections/cluster'
import { networkSchema } from './sections/network'
import { ENTRIES_MAX, timelineEntrySchema } from './sections/timeline'
import { workloadSchema } from './sections/workload'

export const scenarioSchema = z.strictObject({
  name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'expected lower-case letters, digits and -'),
  title: z.string().min(1).max(80),
  /** What it shows and what to look for, in two or three plain sentences. */
  summary: z.string().default(''),
  seed: z
    .number()
    .int()
    .min(0)
    .max(2 ** 32 - 1)
    .default(1),
  /** What runs it unless somebody chooses: real processes, or virtual time. */
  engine: z.enum(ENGINES).default('processes'),
  cluster: clusterSchema.prefault({}),
  network: networkSchema.prefault({}),
  workload: workloadSchema.prefault({}),
  timeline: z.array(timelineEntrySchema).max(ENTRIES_MAX).default([]),
  /** Random faults besides those of the timeline, drawn from the seed. Needs a duration. */
  chaos: chaosSchema.optional(),
  /** Length of the run; absent: until somebody stops it. */
  duration: durationSchema.optional(),
  checks: z.array(z.enum(CHECK_NAMES)).default(['linearizable', 'invariants']),
  expectations: z.array(expectationSchema).default([]),
  /** Charts of the report and the dock, in order; absent: all that apply. */
  charts: z.array(z.string()).optional()
})
/** A scenario after parsing: defaults filled in, durations in milliseconds. */
export type Scenario = z.infer<typeof scenarioSchema>

/** The consistency models that checks and expectations name. */
export function modelsOf({ checks, expectations }: Pick<Scenario, 'checks' | 'expectations'>): ConsistencyModel[] {
  const expected = expectations.flatMap((expectation) => (expectation.expect === 'model' ? [expectation.model] : []))
  return [...new Set([...checks.filter((check) => check !== 'invariants'), ...expected])]
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
