/** The scenario file: one schema for YAML files, the command line and the window. */
import { z } from 'zod'
import { CONSISTENCY_MODELS } from '../consistency'
import type { ConsistencyModel } from '../consistency'
import { ENGINES } from '../engine'
import { faultActionSchema, nodeTargetSchema } from '../faults/actions'
import { LINK_PRESETS, linkSettingsChangeSchema } from '../network/netem'
import type { LinkPreset } from '../network/netem'
import { OPERATION_NAMES, operationSchema } from '../operations'

/** A day: longer than anybody watches, and far below what a timer can hold. */
export const DURATION_MS_MAX = 86_400_000

/** A duration as people write it, `250ms`, `5s`, `1m`, or a plain number of seconds; becomes milliseconds, a day at most. */
export const durationSchema = z
  .union([
    z
      .number()
      .min(0)
      .max(DURATION_MS_MAX / 1000),
    z.string().regex(/^\d+(\.\d+)?(ms|s|m)$/, 'expected a duration such as 250ms, 5s or 1m')
  ])
  .transform((value) => {
    if (typeof value === 'number') return value * 1000
    const amount = Number.parseFloat(value)
    if (value.endsWith('ms')) return amount
    return value.endsWith('m') ? amount * 60_000 : amount * 1000
  })
  .refine((duration_ms) => duration_ms <= DURATION_MS_MAX, 'expected at most a day (1440m)')

/** A duration in which something can happen. */
const patienceSchema = durationSchema.refine(
  (duration_ms) => duration_ms >= 1,
  'expected at least 1ms: nothing is answered in no time'
)

const endpointName = z.string().regex(/^[A-Za-z][A-Za-z0-9_-]{0,15}$/, 'expected a name of letters, digits, - and _, at most 16')
const parameterValue = z.union([z.number(), z.tuple([z.number(), z.number()]), z.boolean(), z.string()])
const parametersSchema = z.record(z.string(), parameterValue)

export const clusterSchema = z.strictObject({
  protocol: z.string().default('raft'),
  /** A count (named n1, n2, …) or the names. */
  nodes: z.union([z.number().int().min(1).max(15), z.array(endpointName).min(1).max(15)]).default(5),
  parameters: parametersSchema.default({}),
  /** Parameters of single nodes, over those of the cluster. */
  node_parameters: z.record(endpointName, parametersSchema).default({}),
  /** Deliberate bugs to turn on. */
  switches: z.array(z.string()).default([])
})

const presetNames = Object.keys(LINK_PRESETS) as [LinkPreset, ...LinkPreset[]]
const linkDescriptionSchema = z.strictObject({ preset: z.enum(presetNames).optional(), ...linkSettingsChangeSchema.shape })

export const networkSchema = z.strictObject({
  /** Every link between nodes, both directions. */
  default: linkDescriptionSchema.default({}),
  /** Every link between a client and a node, both directions. */
  clients: linkDescriptionSchema.default({}),
  /** Named groups of nodes and clients, with the links between members of different groups. */
  regions: z.record(z.string(), z.array(endpointName).min(1)).default({}),
  between: z.array(z.strictObject({ regions: z.tuple([z.string(), z.string()]), link: linkDescriptionSchema })).default([]),
  /** Single links, over all of the above. `both`: the other direction too. */
  links: z
    .array(z.strictObject({ from: endpointName, to: endpointName, both: z.boolean().default(true), link: linkDescriptionSchema }))
    .default([])
})

/** Of what a client writes: values that grow by it stay far below what a message may be. */
export const VALUE_BYTES_MAX = 65_536

const mixSchema = z.partialRecord(z.enum(OPERATION_NAMES), z.number().min(0).max(1000))

export const keysSchema = z.discriminatedUnion('distribution', [
  z.strictObject({ distribution: z.literal('uniform'), count: z.number().int().min(1).max(100_000).default(10) }),
  z.strictObject({
    distribution: z.literal('zipf'),
    count: z.number().int().min(1).max(100_000).default(100),
    exponent: z.number().min(0).max(4).default(0.99)
  }),
  /** One key takes `share` of the load, the rest is uniform. */
  z.strictObject({
    distribution: z.literal('hot'),
    count: z.number().int().min(2).max(100_000).default(10),
    share: z.number().min(0).max(1).default(0.8)
  })
])

/** One operation at a given moment, and what is expected to come of it. */
export const scriptEntrySchema = z.strictObject({
  at: durationSchema,
  client: endpointName,
  /** Ask this node and no other; absent: whom the policy says. */
  node: endpointName.optional(),
  operation: operationSchema,
  /** One of the protocol's policies; absent: the workload's. */
  policy: z.string().optional(),
  expect: z
    .strictObject({
      outcome: z.enum(['ok', 'fail', 'unknown']).default('ok'),
      /** What is read; null: nothing. */
      value: z.string().nullable().optional(),
      /** All concurrent values, in any order. */
      siblings: z.array(z.string()).optional(),
      /** What the client is given to bring along next time. */
      token: z.string().optional(),
      because: z.string().optional()
    })
    .optional()
})
export type ScriptEntry = z.infer<typeof scriptEntrySchema>

export const workloadSchema = z.strictObject({
  /** A count (named c1, c2, …) or the names. 0: no load. */
  clients: z.union([z.number().int().min(0).max(256), z.array(endpointName).max(256)]).default(3),
  /** `closed`: each client has one operation open and thinks between two. `open`: operations start at `rate_per_s` whatever happens. */
  loop: z.enum(['closed', 'open']).default('closed'),
  /** Open loop: operations per second over all clients, Poisson. */
  rate_per_s: z.number().min(0).max(1_000_000).default(100),
  /** Open loop: open operations per client at most; beyond it none is started and the shortfall is counted. */
  open_max: z.number().int().min(1).max(100_000).default(100),
  /** Closed loop: mean pause between an answer and the next operation. */
  think: durationSchema.default(20),
  /** Relative weights. */
  mix: mixSchema.default({ get: 5, put: 3, append: 0, cas: 2, delete: 0 }),
  keys: keysSchema.default({ distribution: 'uniform', count: 10 }),
  /** One of the protocol's policies; absent: its first. */
  read_policy: z.string().optional(),
  write_policy: z.string().optional(),
  /** Ask one's own node as long as it answers, where the policy leaves a choice; otherwise all in turn. */
  sticky: z.boolean().optional(),
  value_bytes: z.number().int().min(0).max(VALUE_BYTES_MAX).default(16),
  /** An operation without an answer for this long ends: a write as unknown, a read as failed. */
  timeout: patienceSchema.default(1000),
  retry: z
    .strictObject({
      /** Tries of one operation within its timeout, the first included. */
      attempts: z.number().int().min(1).max(100).default(10),
      /** A try without an answer for this long goes to another node, under the same session and sequence. */
      attempt_timeout: patienceSchema.default(300),
      backoff: durationSchema.default(20),
      backoff_max: durationSchema.default(200),
      /** Full jitter; without it clients retry in step (a retry storm, for teaching). */
      jitter: z.boolean().default(true)
    })
    .prefault({}),
  /** Follow the hint in a redirect; otherwise try nodes in turn. */
  follow_leader: z.boolean().default(true),
  /** Begin after this time. */
  start: durationSchema.default(0),
  /** These operations and no others, instead of a random load. */
  script: z.array(scriptEntrySchema).min(1).max(10_000).optional()
})
export type Workload = z.infer<typeof workloadSchema>

/** Entries of a timeline, at most. */
export const ENTRIES_MAX = 10_000

/** One moment of the timeline: when, what, and for how long (then it is undone). `every` and `times` repeat it. */
export const timelineEntrySchema = z.strictObject({
  at: durationSchema,
  label: z.string().max(120).optional(),
  for: durationSchema.optional(),
  every: durationSchema.optional(),
  times: z.number().int().min(1).max(10_000).default(1),
  /** `if_possible`: skip the entry when it cannot be applied (no leader, node refuses); otherwise the run is invalid. */
  if_possible: z.boolean().optional(),
  action: faultActionSchema
})
export type TimelineEntry = z.infer<typeof timelineEntrySchema>

export const CHECK_NAMES = ['invariants', ...CONSISTENCY_MODELS] as const

const window = z.tuple([durationSchema, durationSchema])

/** What must be true of the run. Times are run time. */
export const expectationSchema = z.discriminatedUnion('expect', [
  /** A number from the run's metrics (see the list in `src-shared/folds/metrics.ts`), optionally only from within a time window. */
  z.strictObject({
    expect: z.literal('metric'),
    metric: z.string(),
    during: window.optional(),
    at_least: z.number().optional(),
    at_most: z.number().optional(),
    equals: z.number().optional(),
    because: z.string().optional()
  }),
  /** A gauge of the protocol's series at this time (absent: at the end), of one node or summed over all. */
  z.strictObject({
    expect: z.literal('series'),
    series: z.string(),
    node: endpointName.optional(),
    at: durationSchema.optional(),
    at_least: z.number().optional(),
    at_most: z.number().optional(),
    equals: z.number().optional(),
    because: z.string().optional()
  }),
  /** A node has the role at this time, and the term where one is given. */
  z.strictObject({
    expect: z.literal('role'),
    node: nodeTargetSchema,
    role: z.string(),
    at: durationSchema,
    term: z.number().int().optional(),
    because: z.string().optional()
  }),
  /** Within the window a node of the group becomes leader in a higher term than any before the window. */
  z.strictObject({
    expect: z.literal('new-leader'),
    among: z.array(nodeTargetSchema).optional(),
    during: window,
    because: z.string().optional()
  }),
  /** No node becomes leader, and no write of any client is acknowledged by these nodes, within the window. */
  z.strictObject({
    expect: z.literal('stall'),
    nodes: z.array(nodeTargetSchema).optional(),
    during: window,
    because: z.string().optional()
  }),
  /** The history under a consistency model: what a model that the protocol does not promise comes to is worth showing too. */
  z.strictObject({
    expect: z.literal('model'),
    model: z.enum(CONSISTENCY_MODELS),
    verdict: z.enum(['holds', 'violated']).default('holds'),
    because: z.string().optional()
  }),
  /** The faults so labelled, or of this kind of action, or all: each stopped or disturbed a message, or touched an operation. `bit: false`: none did. */
  z.strictObject({
    expect: z.literal('fault-bit'),
    label: z.string().max(120).optional(),
    action: z.string().optional(),
    bit: z.boolean().default(true),
    because: z.string().optional()
  }),
  /**
   * At the end these nodes hold the same applied state; absent: all, or the core where random faults heal only that. Nodes that are down
   * do not count.
   */
  z.strictObject({
    expect: z.literal('converged'),
    nodes: z.array(endpointName).min(1).optional(),
    because: z.string().optional()
  })
])
export type Expectation = z.infer<typeof expectationSchema>

const durationRange = z
  .tuple([durationSchema, durationSchema])
  .refine(([least, most]) => least <= most, 'expected two durations, the shorter first')

/** Kinds of random faults; see `drawTimeline` for what each one does. */
export const CHAOS_FAULTS = [
  'partition',
  'one-way',
  'bridge',
  'slow-links',
  'lossy-links',
  'crash',
  'crash-all',
  'stop',
  'pause',
  'clock',
  'slow-disk',
  'failing-disk',
  'power-cut',
  'torn-write',
  'lose-disk',
  'restore-disk',
  'transfer'
] as const
export type ChaosFault = (typeof CHAOS_FAULTS)[number]

/** Bounds within which a seed draws a timeline of random faults. */
export const chaosSchema = z.strictObject({
  /** Relative weights. */
  faults: z.partialRecord(z.enum(CHAOS_FAULTS), z.number().min(0).max(1000)),
  /** Pause between the beginnings of two faults. */
  every: durationRange.default([300, 1500]),
  /** How long each fault lasts. */
  lasting: durationRange.default([200, 2000]),
  /** Faults in force at once, at most. */
  at_once: z.number().int().min(1).max(20).default(2),
  /** Nodes down or paused at once, at most; absent: one short of losing a majority. `crash-all` and `power-cut` take all. */
  down_max: z.number().int().min(0).max(15).optional(),
  /** Nodes whose disk may be lost or replaced by a backup in the whole run, at most; absent: one short of losing a majority. */
  disks_lost_max: z.number().int().min(0).max(15).optional(),
  /** Share of the faults on a single node that strike whoever leads at that moment; 0 for protocols without leaders. */
  at_leader: z.number().min(0).max(1).default(0.4),
  /** No fault begins before this time. */
  start: durationSchema.default(1000),
  /** The end of the run stays free of faults for so long. */
  calm: durationSchema.default(2000),
  /**
   * What is healed for that time: everything, or a core alone, a majority that the seed draws. Each node outside the core then keeps one
   * fault to the end: it is cut off, deaf, slow, down, paused, or waits for its disk.
   */
  heal: z.enum(['all', 'quorum']).default('all')
})
export type Chaos = z.infer<typeof chaosSchema>

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

/** Names of the cluster's nodes: given, or n1 … nN. */
export function nodeNames(scenario: Scenario): string[] {
  const { nodes } = scenario.cluster
  return typeof nodes === 'number' ? Array.from({ length: nodes }, (_, i) => `n${i + 1}`) : [...nodes]
}

/** Names of the clients: given, or c1 … cN. */
export function clientNames(scenario: Scenario): string[] {
  const { clients } = scenario.workload
  return typeof clients === 'number' ? Array.from({ length: clients }, (_, i) => `c${i + 1}`) : [...clients]
}
