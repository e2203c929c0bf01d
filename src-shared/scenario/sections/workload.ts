/** What clients do: a random load, or a script. */
import { z } from 'zod'
import { TRANSACTIONS_OF } from '../../data-types/transaction/operations'
import { OPERATION_NAMES } from '../../operations'
import type { OperationName } from '../../operations'
import { durationSchema, patienceSchema } from '../duration'
import { endpointName } from '../endpoint-name'
import { namesOf } from '../rule-context'
import type { RuleContext } from '../rule-context'
import { scriptEntrySchema, validateScriptEntry, VALUE_BYTES_MAX } from './script'

/** Keys that a random read of several reads, and at most. */
export const SCAN_KEYS = 10
const SCAN_KEYS_MAX = 1000

/** What random transactions are where nobody says. */
export const TRANSACTIONS = { of: 'registers', steps: [2, 4] } as const

/** For how long clients with a cache keep what they read. */
export const CACHE_TTL_MS = 500

/** Keys over which a hot one is spread at most. */
const SUFFIXES_MAX = 256

const mixSchema = z.partialRecord(z.enum(OPERATION_NAMES), z.number().min(0).max(1000))

const USUAL_MIX = { get: 5, put: 3, append: 0, cas: 2, delete: 0 } as const

const keyCount = (least: number, usual: number) =>
  z.number().int().min(least).max(100_000).default(usual).describe('How many keys there are.')

export const keysSchema = z.discriminatedUnion('distribution', [
  z.strictObject({
    distribution: z.literal('uniform').describe('All keys alike.'),
    count: keyCount(1, 10)
  }),
  z.strictObject({
    distribution: z.literal('zipf').describe("A few keys often, most seldom, by Zipf's law."),
    count: keyCount(1, 100),
    exponent: z.number().min(0).max(4).default(0.99).describe('How uneven: 0 is uniform.')
  }),
  z.strictObject({
    distribution: z.literal('hot').describe('One key takes a share of the load, the rest is uniform.'),
    count: keyCount(2, 10),
    share: z.number().min(0).max(1).default(0.8).describe('The share of the hot key, 0 to 1.'),
    suffixes: z
      .number()
      .int()
      .min(2)
      .max(SUFFIXES_MAX)
      .optional()
      .describe(
        'The hot key is spread over so many keys, k1#0 and so on: a write goes to one of them at random, a read gathers them all. Absent: it is not.'
      )
  })
])

export const workloadSchema = z.strictObject({
  clients: z
    .union([z.number().int().min(0).max(256), z.array(endpointName).max(256)])
    .default(3)
    .describe('A count (named c1, c2, …) or the names, at most 256. 0: no load.'),
  loop: z
    .enum(['closed', 'open'])
    .default('closed')
    .describe(
      'closed: each client has one operation open and thinks between two. open: operations start at rate_per_s whatever happens.'
    ),
  rate_per_s: z
    .number()
    .min(0)
    .max(1_000_000)
    .default(100)
    .describe('Open loop: operations per second over all clients, at random moments (Poisson).'),
  open_max: z
    .number()
    .int()
    .min(1)
    .max(100_000)
    .default(100)
    .describe('Open loop: open operations per client at most; beyond it none is started and the shortfall is counted.'),
  think_time: durationSchema.default(20).describe('Closed loop: mean pause between an answer and the next operation.'),
  mix: mixSchema
    .default(USUAL_MIX)
    .describe(
      'Operations with relative weights; absent: five reads, three writes and two compare-and-set, those of them that the protocol serves.'
    ),
  scan_keys: z
    .number()
    .int()
    .min(1)
    .max(SCAN_KEYS_MAX)
    .optional()
    .describe(`Keys that a random scan or gather reads; absent: ${SCAN_KEYS}.`),
  transactions: z
    .strictObject({
      of: z
        .enum(TRANSACTIONS_OF)
        .describe(
          'registers: reads and writes. lists: reads and appends. transfers: amounts between accounts, and reads of all. bookings: a payment, a seat and a mail of a customer, and reads of all.'
        ),
      steps: z
        .tuple([z.number().int().min(1).max(16), z.number().int().min(1).max(16)])
        .refine(([least, most]) => least <= most, 'the first number of steps exceeds the second')
        .default([2, 4])
        .describe('Steps of one, at least and at most; transfers and bookings have their own.')
    })
    .optional()
    .describe('What random transactions are made of; absent: two to four steps on registers.'),
  keys: keysSchema
    .default({ distribution: 'uniform', count: 10 })
    .describe('How many keys there are, and how often each is used.'),
  read_policy: z.string().optional().describe("How clients read: one of the protocol's policies; absent: its first."),
  write_policy: z.string().optional().describe("How clients write: one of the protocol's policies; absent: its first."),
  cache_ttl: durationSchema
    .optional()
    .describe(`Where the read policy has clients keep what they read: for how long; absent: ${CACHE_TTL_MS} ms.`),
  sticky: z
    .boolean()
    .optional()
    .describe("Ask one's own node as long as it answers, where the policy leaves a choice; otherwise all in turn."),
  value_bytes: z.number().int().min(0).max(VALUE_BYTES_MAX).default(16).describe('Length of what is written, in bytes.'),
  timeout: patienceSchema
    .default(1000)
    .describe('An operation without an answer for this long ends: a write as unknown, a read as failed.'),
  retry: z
    .strictObject({
      attempts: z
        .number()
        .int()
        .min(1)
        .max(100)
        .default(10)
        .describe('Tries of one operation within its timeout, the first included.'),
      attempt_timeout: patienceSchema
        .default(300)
        .describe('A try without an answer for this long goes to another node, under the same session and sequence.'),
      backoff: durationSchema.default(20).describe('Pause before the second try; it doubles with each.'),
      backoff_max: durationSchema.default(200).describe('Longest pause between two tries.'),
      jitter: z
        .boolean()
        .default(true)
        .describe('Pauses are drawn from zero to their full length; without it clients retry in step (a retry storm).')
    })
    .prefault({})
    .describe('How often and when clients try an operation again.'),
  follow_redirects: z.boolean().default(true).describe('Follow the hint in a redirect; otherwise try nodes in turn.'),
  start: durationSchema.default(0).describe('The load begins after this time.'),
  script: z
    .array(scriptEntrySchema)
    .min(1)
    .max(10_000)
    .optional()
    .describe('These operations and no others, instead of a random load.')
})
export type Workload = z.infer<typeof workloadSchema>

/** What a load of these operations is made of when nobody says so; `operations`: one at least. */
export function usualMixOf(operations: readonly OperationName[]): Workload['mix'] {
  const known = Object.fromEntries(Object.entries(USUAL_MIX).filter(([name]) => operations.some((one) => one === name)))
  return Object.values(known).some((weight) => weight > 0) ? known : { [operations[0]!]: 1 }
}

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
