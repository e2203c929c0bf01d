/** What clients do: a random load, or a script. */
import { z } from 'zod'
import { OPERATION_NAMES } from '../../operations'
import { durationSchema, patienceSchema } from '../duration'
import { endpointName } from '../endpoint-name'
import { namesOf } from '../rule-context'
import type { RuleContext } from '../rule-context'
import { scriptEntrySchema, validateScriptEntry, VALUE_BYTES_MAX } from './script'

/** Keys that a random read of several reads, and at most. */
export const SCAN_KEYS = 10
const SCAN_KEYS_MAX = 1000

/** For how long clients with a cache keep what they read. */
export const CACHE_TTL_MS = 500

/** Keys over which a hot one is spread at most. */
const SUFFIXES_MAX = 256

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
    share: z.number().min(0).max(1).default(0.8),
    /** It is spread over so many keys, `k1#0` and so on: a write goes to one of them at random, a read gathers them all. Absent: it is not. */
    suffixes: z.number().int().min(2).max(SUFFIXES_MAX).optional()
  })
])

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
  think_time: durationSchema.default(20),
  /** Relative weights. */
  mix: mixSchema.default({ get: 5, put: 3, append: 0, cas: 2, delete: 0 }),
  /** Keys that a random scan or gather reads; absent: {@link SCAN_KEYS}. */
  scan_keys: z.number().int().min(1).max(SCAN_KEYS_MAX).optional(),
  keys: keysSchema.default({ distribution: 'uniform', count: 10 }),
  /** One of the protocol's policies; absent: its first. */
  read_policy: z.string().optional(),
  write_policy: z.string().optional(),
  /** Where the read policy has clients keep what they read: for how long; absent: {@link CACHE_TTL_MS}. */
  cache_ttl: durationSchema.optional(),
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
  follow_redirects: z.boolean().default(true),
  /** Begin after this time. */
  start: durationSchema.default(0),
  /** These operations and no others, instead of a random load. */
  script: z.array(scriptEntrySchema).min(1).max(10_000).optional()
})
export type Workload = z.infer<typeof workloadSchema>

export function validateWorkload(workload: Workload, rules: RuleContext): void {
  const { clients, mix, read_policy, write_policy, script } = workload
  const { policies, operations } = rules.scenario.protocol
  if (read_policy !== undefined) rules.member(['workload', 'read_policy'], 'policy', read_policy, namesOf(policies.reads))
  if (write_policy !== undefined) rules.member(['workload', 'write_policy'], 'policy', write_policy, namesOf(policies.writes))
  if (operations.length === 0) {
    if (clients !== 0) rules.add(['workload'], `workload: ${rules.scenario.protocol.name} serves no operations; expected none`)
    return
  }
  const { keys } = workload
  if (keys.distribution === 'hot' && keys.suffixes !== undefined)
    rules.member(['workload', 'keys', 'suffixes'], 'operation', 'gather', operations)
  if (script) return script.forEach((entry, i) => validateScriptEntry(['workload', 'script', i], entry, rules))
  const weights = Object.entries(mix)
  if (clients !== 0 && weights.every(([, weight]) => weight === 0)) {
    rules.add(['workload', 'mix'], 'workload.mix: expected at least one operation with a weight above 0')
  }
  for (const [name, weight] of weights) {
    if (weight > 0) rules.member(['workload', 'mix', name], 'operation', name, operations, 'name')
  }
}
