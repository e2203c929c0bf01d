/** Operations of a workload at given moments, instead of a random load. */
import { z } from 'zod'
import { isWrite, operationSchema, stepAnswerSchema } from '../../operations'
import { durationSchema } from '../duration'
import { endpointName } from '../endpoint-name'
import { namesOf } from '../rule-context'
import type { Path, RuleContext } from '../rule-context'

/** Of what a client writes: values that grow by it stay far below what a message may be. */
export const VALUE_BYTES_MAX = 65_536

/** One operation at a given moment, and what is expected to come of it. */
export const scriptEntrySchema = z.strictObject({
  at: durationSchema.describe('When, since the start of the run.'),
  client: endpointName.describe('The client that asks.'),
  node: endpointName.optional().describe('Ask this node and no other; absent: whom the policy says.'),
  operation: operationSchema.describe('What is asked for: f names the operation.'),
  policy: z.string().optional().describe("One of the protocol's policies; absent: the workload's."),
  expect: z
    .strictObject({
      outcome: z.enum(['ok', 'fail', 'unknown']).default('ok').describe('How it ends.'),
      value: z.string().nullable().optional().describe('What is read; null: nothing.'),
      siblings: z.array(z.string()).optional().describe('All concurrent values, in any order.'),
      members: z.array(z.string()).optional().describe('What a set holds, in alphabetical order, or a list, in its own.'),
      answers: z
        .array(stepAnswerSchema)
        .optional()
        .describe('What each step of a transaction answers; null: nothing, as of a write.'),
      token: z.string().optional().describe('What the client is given to bring along next time.'),
      because: z.string().optional().describe('Why it must be so, in a few words.')
    })
    .optional()
    .describe('What must come of it.')
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
