/** Operations of a workload at given moments, instead of a random load. */
import { z } from 'zod'
import { isWrite, operationSchema } from '../../operations'
import { durationSchema } from '../duration'
import { endpointName } from '../endpoint-name'
import { namesOf } from '../rule-context'
import type { Path, RuleContext } from '../rule-context'

/** Of what a client writes: values that grow by it stay far below what a message may be. */
export const VALUE_BYTES_MAX = 65_536

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
      /** What a set holds, in alphabetical order, or a list, in its own. */
      members: z.array(z.string()).optional(),
      /** What a transaction reads, by key. */
      values: z.record(z.string(), z.string().nullable()).optional(),
      /** What the client is given to bring along next time. */
      token: z.string().optional(),
      because: z.string().optional()
    })
    .optional()
})
export type ScriptEntry = z.infer<typeof scriptEntrySchema>
/** What is expected to come of one. */
export type ScriptedOutcome = NonNullable<ScriptEntry['expect']>

export function validateScriptEntry(path: Path, { at, client, node, operation, policy }: ScriptEntry, rules: RuleContext): void {
  const { clients, nodes, protocol } = rules.scenario
  rules.within([...path, 'at'], at)
  rules.member([...path, 'client'], 'client', client, clients)
  if (node !== undefined) rules.member([...path, 'node'], 'node', node, nodes)
  rules.member([...path, 'operation', 'f'], 'operation', operation.f, protocol.operations)
  if ('value' in operation && operation.value.length > VALUE_BYTES_MAX)
    rules.add(
      [...path, 'operation', 'value'],
      `a value has ${VALUE_BYTES_MAX} characters at most, but this has ${operation.value.length}`
    )
  const offered = isWrite(operation) ? protocol.policies.writes : protocol.policies.reads
  if (policy !== undefined) rules.member([...path, 'policy'], 'policy', policy, namesOf(offered))
}
