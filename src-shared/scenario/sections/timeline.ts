/** What is done to the cluster, and when. */
import { z } from 'zod'
import { faultActionSchema } from '../../faults/actions'
import type { FaultAction, Partition } from '../../faults/actions'
import { adversaryRefusal } from '../../faults/adversary'
import { durationSchema } from '../duration'
import { namesOf, unknownName } from '../rule-context'
import type { Path, RuleContext } from '../rule-context'

/** Entries of a timeline, at most. */
export const ENTRIES_MAX = 10_000

/** One moment of the timeline: when, what, and for how long (then it is undone). `every` and `times` repeat it. */
export const timelineEntrySchema = z.strictObject({
  at: durationSchema.describe('When, since the start of the run.'),
  label: z.string().max(120).optional().describe('What it is called on screen and in expectations, at most 120 characters.'),
  for: durationSchema.optional().describe('How long it lasts; then it is undone. Absent: to the end, or until it is healed.'),
  every: durationSchema.optional().describe('From one repetition to the next.'),
  times: z.number().int().min(1).max(10_000).default(1).describe('How often it happens; more than once needs every.'),
  if_possible: z
    .boolean()
    .optional()
    .describe('Skip it when it cannot be applied (no leader, a node refuses); otherwise the run is invalid.'),
  action: faultActionSchema.describe('What is done.')
})
export type TimelineEntry = z.infer<typeof timelineEntrySchema>

export function validateTimelineEntry(path: Path, entry: TimelineEntry, rules: RuleContext): void {
  rules.within([...path, 'at'], entry.at)
  const last = entry.at + (entry.times - 1) * (entry.every ?? 0)
  if (entry.times > 1 && last !== entry.at) rules.within([...path, 'times'], last)
  if (entry.times > 1 && entry.every === undefined)
    rules.add([...path, 'times'], 'times needs `every`: how long after one comes the next')
  if (entry.every === 0) rules.add([...path, 'every'], 'every: expected a duration above 0')
  validateAction([...path, 'action'], entry.action, rules)
}

function validateAction(path: Path, action: FaultAction, rules: RuleContext): void {
  const { nodes, protocol } = rules.scenario
  if (action.do === 'partition') return validatePartition([...path, 'partition'], action.partition, rules)
  if (action.do === 'link') return rules.linkEnds(path, action.from, action.to, ['*', ...rules.targets(rules.endpoints)])
  if ((action.do === 'join' || action.do === 'leave') && !protocol.members_change)
    rules.add([...path, 'do'], `the members of ${protocol.name} are fixed: nobody can ${action.do}`)
  if (action.do === 'adversary') {
    const refusal = adversaryRefusal(rules.scenario)
    if (refusal !== null) rules.add([...path, 'do'], refusal)
  }
  const region = (name: string, ...at: Path): void => rules.member([...path, ...at], 'region', name, rules.scenario.regions)
  if (action.do === 'region-dark' || action.do === 'region-slow') return region(action.region, 'region')
  if (action.do === 'cut-cable') {
    action.regions.forEach((name, i) => region(name, 'regions', i))
    if (action.regions[0] === action.regions[1]) rules.add([...path, 'regions'], 'a cable needs two different regions')
    return
  }
  if (action.do === 'join' && action.role !== undefined)
    rules.member([...path, 'role'], 'role', action.role, rules.assignableRoles())
  if (action.do === 'join' && action.region !== undefined) region(action.region, 'region')
  if ('node' in action && action.node !== undefined) rules.member([...path, 'node'], 'node', action.node, rules.targets(nodes))
  if (action.do === 'switch') rules.member([...path, 'switch'], 'switch', action.switch, namesOf(protocol.switches))
  if (action.do === 'command') validateCommand(path, action.command, action.arguments, rules)
}

function validatePartition(path: Path, partition: Partition, rules: RuleContext): void {
  const targets = rules.targets(rules.endpoints)
  const each = (name: string, members: readonly string[] | undefined, at: Path = [...path, name]) =>
    members?.forEach((member, i) => rules.member([...at, i], 'node', member, targets))
  if (partition.shape === 'isolate') each('nodes', partition.nodes)
  if (partition.shape === 'halves') each('group', partition.group)
  if (partition.shape === 'groups') partition.groups.forEach((group, i) => each('groups', group, [...path, 'groups', i]))
  if (partition.shape === 'bridge' && partition.node !== undefined) {
    rules.member([...path, 'node'], 'node', partition.node, rules.targets(rules.scenario.nodes))
  }
}

type Arguments = Readonly<Record<string, string | number | boolean>>

function validateCommand(path: Path, name: string, given: Arguments, rules: RuleContext): void {
  const { commands } = rules.scenario.protocol
  const command = commands.find((one) => one.name === name)
  if (!command) {
    rules.mistakes.push(unknownName([...path, 'command'], 'command', name, namesOf(commands)))
    return
  }
  for (const [argument, value] of Object.entries(given)) {
    const at = [...path, 'arguments', argument]
    rules.member(at, 'argument', argument, namesOf(command.arguments), 'name')
    const { type, choices } = command.arguments.find((one) => one.name === argument) ?? {}
    if (type === 'node') rules.member(at, 'node', String(value), rules.targets(rules.scenario.nodes))
    if (choices) rules.member(at, 'choice', String(value), choices)
  }
  for (const { name: argument, optional } of command.arguments) {
    if (!optional && given[argument] === undefined) rules.add(path, `the command ${name} needs the argument ${argument}`)
  }
}
