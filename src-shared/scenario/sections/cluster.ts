/** Who takes part: the protocol, its nodes, their parameters and deliberate bugs. */
import { z } from 'zod'
import { NODES_MAX, tooManyNodes } from '../../engine'
import type { Engine } from '../../engine'
import type { ParameterDescription, ParameterValue } from '../../description/protocol-description'
import { durationSchema } from '../duration'
import { endpointName } from '../endpoint-name'
import { namesOf } from '../rule-context'
import type { Path, RuleContext } from '../rule-context'
import { listOf } from '../../text/list-text'
import { pathName } from '../validation-error'

const parameterValue = z.union([z.number(), z.tuple([z.number(), z.number()]), z.boolean(), z.string()])
const parametersSchema = z.record(z.string(), parameterValue)

const memberSchema = z.strictObject({
  name: endpointName.describe('What the node is called.'),
  role: z.string().optional().describe('One of the roles that the protocol gives to members.'),
  region: z.string().optional().describe('The region that it is in.'),
  parameters: parametersSchema.default({}).describe('Its parameters, over those of the cluster.'),
  switches: z.array(z.string()).default([]).describe('Deliberate bugs of this member alone.'),
  clock: z
    .strictObject({
      offset_ms: z.number().min(-1e9).max(1e9).default(0).describe('How far its clock is off, in ms.'),
      drift_ppm: z.number().min(-500_000).max(500_000).default(0).describe('How fast its clock gains, in parts per million.')
    })
    .optional()
    .describe('How its clock differs from true time at the start.'),
  service_time: durationSchema.optional().describe('What each client request occupies it for, over what the cluster says.'),
  message_time: durationSchema
    .optional()
    .describe('What each message from another node occupies it for, over what the cluster says.'),
  starts: z.enum(['now', 'later']).default('now').describe('later: it takes part once the timeline, or a person, has it join.')
})

/** How many nodes a cluster has that does not say it. */
export const NODES_DEFAULT = 5

export const clusterSchema = z.strictObject({
  protocol: z.string().default('raft').describe('What the nodes run.'),
  nodes: z
    .union([z.number().int().min(1).max(NODES_MAX.simulation), z.array(endpointName).min(1).max(NODES_MAX.simulation)])
    .optional()
    .describe(
      `A count (named n1, n2, …) or the names; absent: ${NODES_DEFAULT}, unless there are members. At most ${NODES_MAX.processes} as processes, ${NODES_MAX.simulation} in simulation.`
    ),
  members: z
    .array(memberSchema)
    .min(1)
    .max(NODES_MAX.simulation)
    .optional()
    .describe('Instead of nodes: each with what it is alone.'),
  parameters: parametersSchema.default({}).describe('Timeouts and other settings of the protocol.'),
  node_parameters: z
    .record(endpointName, parametersSchema)
    .default({})
    .describe('Parameters of single nodes by name, over those of the cluster.'),
  switches: z.array(z.string()).default([]).describe('Deliberate bugs to turn on.'),
  service_time: durationSchema
    .optional()
    .describe('What each client request occupies its node for, one after the other; absent: nothing, capacity is not limited.'),
  message_time: durationSchema
    .optional()
    .describe('What each message from another node occupies its node for, one after the other; absent: nothing.')
})
export type Cluster = z.infer<typeof clusterSchema>

export function validateCluster(cluster: Cluster, engine: Engine, rules: RuleContext): void {
  const { endpoints, scenario } = rules
  if (cluster.members && cluster.nodes !== undefined)
    rules.add(['cluster', 'nodes'], 'nodes and members both say who takes part: keep one of the two')
  const too_many = tooManyNodes(engine, scenario.nodes.length)
  if (too_many !== null) rules.add(['cluster', cluster.members ? 'members' : 'nodes'], too_many)
  const twice = endpoints.find((name, i) => endpoints.indexOf(name) !== i)
  if (twice !== undefined)
    rules.add(['cluster', 'nodes'], `the name ${twice} is given twice; nodes and clients need different names`)
  validateParameters(['cluster', 'parameters'], cluster.parameters, rules)
  for (const [node, parameters] of Object.entries(cluster.node_parameters)) {
    const path = ['cluster', 'node_parameters', node]
    rules.member(path, 'node', node, scenario.nodes, 'name')
    validateParameters(path, parameters, rules)
  }
  const switches = namesOf(scenario.protocol.switches)
  cluster.members?.forEach((member, i) => validateMember(['cluster', 'members', i], member, rules))
  validateSingleRoles(cluster.members ?? [], rules)
  cluster.switches.forEach((name, i) => rules.member(['cluster', 'switches', i], 'switch', name, switches))
}

function validateMember(path: Path, member: z.infer<typeof memberSchema>, rules: RuleContext): void {
  const { protocol } = rules.scenario
  if (member.role !== undefined) rules.member([...path, 'role'], 'role', member.role, rules.assignableRoles())
  validateParameters([...path, 'parameters'], member.parameters, rules)
  member.switches.forEach((name, i) => rules.member([...path, 'switches', i], 'switch', name, namesOf(protocol.switches)))
  if (member.starts === 'later' && !protocol.members_change)
    rules.add([...path, 'starts'], `members of ${protocol.name} are there from the start: it cannot take any in later`)
}

/** Once a scenario gives out roles, each of which there is one must be given, and once. */
function validateSingleRoles(members: NonNullable<Cluster['members']>, rules: RuleContext): void {
  const { protocol } = rules.scenario
  if (members.every(({ role }) => role === undefined)) return
  for (const { name } of protocol.roles.filter(({ single }) => single)) {
    const holders = namesOf(members.filter(({ role }) => role === name))
    if (holders.length !== 1)
      rules.add(['cluster', 'members'], `${protocol.name} needs one ${name}, but ${holdersText(holders)} that role`)
  }
}

function holdersText(holders: readonly string[]): string {
  return holders.length === 0 ? 'no member has' : `${listOf(holders)} have`
}

function validateParameters(path: Path, parameters: Readonly<Record<string, ParameterValue>>, rules: RuleContext): void {
  const known = rules.scenario.protocol.parameters
  for (const [name, value] of Object.entries(parameters)) {
    const at = [...path, name]
    rules.member(at, 'parameter', name, Object.keys(known), 'name')
    const description = Object.hasOwn(known, name) ? known[name] : undefined
    if (description && !fits(description, value))
      rules.add(at, `${pathName(at)}: expected ${wanted(description)}, but found ${JSON.stringify(value)}`)
  }
}

function fits(description: ParameterDescription, value: ParameterValue): boolean {
  switch (description.type) {
    case 'number':
      return typeof value === 'number' && inside(description, value) && (!description.integer || Number.isInteger(value))
    case 'range':
      if (typeof value === 'number') return inside(description, value)
      return Array.isArray(value) && value[0] <= value[1] && value.every((bound: number) => inside(description, bound))
    case 'boolean':
      return typeof value === 'boolean'
    case 'choice':
      return typeof value === 'string' && description.choices.includes(value)
  }
}

function inside({ min, max }: { readonly min: number; readonly max: number }, value: number): boolean {
  return value >= min && value <= max
}

function wanted(description: ParameterDescription): string {
  switch (description.type) {
    case 'number':
      return `${description.integer ? 'a whole number' : 'a number'} from ${description.min} to ${description.max} ${description.unit}`.trim()
    case 'range':
      return `a number or [lowest, highest] from ${description.min} to ${description.max} ${description.unit}`.trim()
    case 'boolean':
      return 'true or false'
    case 'choice':
      return `one of ${description.choices.join(', ')}`
  }
}
