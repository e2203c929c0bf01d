/** What must hold in a scenario beyond its schema: names refer to something, values fit the protocol, times fit the run. */
import { FAULT_ACTIONS, SYMBOLIC_TARGETS } from '../faults/actions'
import type { FaultAction, Partition } from '../faults/actions'
import { isWrite } from '../operations'
import type { ParameterDescription, ParameterValue, ProtocolDescription } from '../description/protocol-description'
import { TRANSFER_COMMAND } from './chaos-faults'
import { pathName } from './validation-error'
import type { ValidationError } from './validation-error'
import { suggestion } from './closest-match'
import { clientNames, DURATION_MS_MAX, nodeNames, VALUE_BYTES_MAX } from './schema'
import type { Expectation, Scenario, ScriptEntry, TimelineEntry } from './schema'

/** What a scenario may refer to. */
export interface ScenarioContext {
  readonly protocols: readonly ProtocolDescription[]
  /** Names of the metrics that expectations may ask for; absent: any. */
  readonly metrics?: readonly string[]
  /** Ids of the charts that a scenario may choose from; absent: any. */
  readonly charts?: readonly string[]
}

type Path = readonly PropertyKey[]

/** All mistakes of a scenario that fits the schema, in no order. */
export function validateScenario(scenario: Scenario, context: ScenarioContext): ValidationError[] {
  const protocol = context.protocols.find(({ name }) => name === scenario.cluster.protocol)
  if (!protocol) {
    return [unknown(['cluster', 'protocol'], 'protocol', scenario.cluster.protocol, names(context.protocols))]
  }
  return new Rules(scenario, protocol, context).mistakes()
}

/** One pass over one scenario. */
class Rules {
  private readonly found: ValidationError[] = []
  private readonly nodes: readonly string[]
  private readonly endpoints: readonly string[]

  constructor(
    private readonly scenario: Scenario,
    private readonly protocol: ProtocolDescription,
    private readonly context: ScenarioContext
  ) {
    this.nodes = nodeNames(scenario)
    this.endpoints = [...this.nodes, ...clientNames(scenario)]
  }

  mistakes(): ValidationError[] {
    this.cluster()
    this.network()
    this.workload()
    this.chaos()
    this.scenario.timeline.forEach((entry, i) => this.timelineEntry(['timeline', i], entry))
    this.scenario.expectations.forEach((expectation, i) => this.expectation(['expectations', i], expectation))
    this.scenario.charts?.forEach((id, i) => this.known(['charts', i], 'chart', id, this.context.charts))
    return this.found
  }

  private cluster(): void {
    const { cluster } = this.scenario
    const twice = this.endpoints.find((name, i) => this.endpoints.indexOf(name) !== i)
    if (twice !== undefined)
      this.add(['cluster', 'nodes'], `the name ${twice} is given twice; nodes and clients need different names`)
    this.parameters(['cluster', 'parameters'], cluster.parameters)
    for (const [node, parameters] of Object.entries(cluster.node_parameters)) {
      const path = ['cluster', 'node_parameters', node]
      this.member(path, 'node', node, this.nodes, 'name')
      this.parameters(path, parameters)
    }
    cluster.switches.forEach((name, i) => this.member(['cluster', 'switches', i], 'switch', name, names(this.protocol.switches)))
  }

  private parameters(path: Path, parameters: Readonly<Record<string, ParameterValue>>): void {
    for (const [name, value] of Object.entries(parameters)) {
      const known = this.protocol.parameters
      const description = Object.hasOwn(known, name) ? known[name] : undefined
      const at = [...path, name]
      if (!description) this.found.push(unknown(at, 'parameter', name, Object.keys(known), 'name'))
      else if (!fits(description, value))
        this.add(at, `${pathName(at)}: expected ${wanted(description)}, but found ${JSON.stringify(value)}`)
    }
  }

  private network(): void {
    const { regions, between, links } = this.scenario.network
    for (const [name, members] of Object.entries(regions)) {
      members.forEach((member, i) => this.member(['network', 'regions', name, i], 'node or client', member, this.endpoints))
    }
    between.forEach(({ regions: pair }, i) =>
      pair.forEach((name, j) => this.member(['network', 'between', i, 'regions', j], 'region', name, Object.keys(regions)))
    )
    links.forEach(({ from, to }, i) => this.linkEnds(['network', 'links', i], from, to, this.endpoints))
  }

  private linkEnds(path: Path, from: string, to: string, allowed: readonly string[]): void {
    this.member([...path, 'from'], 'node or client', from, allowed)
    this.member([...path, 'to'], 'node or client', to, allowed)
    if (from === to && from !== '*') this.add([...path, 'to'], `a link needs two different ends, but both are ${from}`)
  }

  private workload(): void {
    const { clients, mix, read_policy, write_policy, script } = this.scenario.workload
    const { reads, writes } = this.protocol.policies
    if (read_policy !== undefined) this.member(['workload', 'read_policy'], 'policy', read_policy, names(reads))
    if (write_policy !== undefined) this.member(['workload', 'write_policy'], 'policy', write_policy, names(writes))
    if (script) return script.forEach((entry, i) => this.scriptEntry(['workload', 'script', i], entry))
    const weights = Object.entries(mix)
    if (clients !== 0 && weights.every(([, weight]) => weight === 0)) {
      this.add(['workload', 'mix'], 'workload.mix: expected at least one operation with a weight above 0')
    }
    for (const [name, weight] of weights) {
      if (weight > 0) this.member(['workload', 'mix', name], 'operation', name, this.protocol.operations, 'name')
    }
  }

  private scriptEntry(path: Path, { at, client, node, operation, policy }: ScriptEntry): void {
    const { policies, operations } = this.protocol
    this.within([...path, 'at'], at)
    this.member([...path, 'client'], 'client', client, clientNames(this.scenario))
    if (node !== undefined) this.member([...path, 'node'], 'node', node, this.nodes)
    this.member([...path, 'operation', 'f'], 'operation', operation.f, operations)
    if ('value' in operation && operation.value.length > VALUE_BYTES_MAX)
      this.add(
        [...path, 'operation', 'value'],
        `a value has ${VALUE_BYTES_MAX} characters at most, but this has ${operation.value.length}`
      )
    const offered = isWrite(operation) ? policies.writes : policies.reads
    if (policy !== undefined) this.member([...path, 'policy'], 'policy', policy, names(offered))
  }

  private chaos(): void {
    const { chaos, duration } = this.scenario
    if (!chaos) return
    if (duration === undefined) this.add(['chaos'], 'random faults need a run with a `duration`')
    else if (chaos.start + chaos.calm >= duration) this.add(['chaos', 'calm'], 'start and calm leave no time for random faults')
    if (chaos.heal === 'quorum' && this.protocol.quorum !== 'majority')
      this.add(['chaos', 'heal'], `chaos.heal: ${this.protocol.name} does not decide by majorities; expected all`)
    const weights = Object.values(chaos.faults)
    if (weights.every((weight) => weight === 0)) {
      this.add(['chaos', 'faults'], 'chaos.faults: expected at least one fault with a weight above 0')
    }
    if (chaos.at_leader > 0 && !this.leads())
      this.add(['chaos', 'at_leader'], `chaos.at_leader: ${this.protocol.name} has no leaders; expected 0`)
    if (chaos.faults.transfer)
      this.member(['chaos', 'faults', 'transfer'], 'command', TRANSFER_COMMAND, names(this.protocol.commands), 'name')
  }

  private timelineEntry(path: Path, entry: TimelineEntry): void {
    this.within([...path, 'at'], entry.at)
    const last = entry.at + (entry.times - 1) * (entry.every ?? 0)
    if (entry.times > 1 && last !== entry.at) this.within([...path, 'times'], last)
    if (entry.times > 1 && entry.every === undefined)
      this.add([...path, 'times'], 'times needs `every`: how long after one comes the next')
    if (entry.every === 0) this.add([...path, 'every'], 'every: expected a duration above 0')
    this.action([...path, 'action'], entry.action)
  }

  private action(path: Path, action: FaultAction): void {
    if (action.do === 'partition') return this.partition([...path, 'partition'], action.partition)
    if (action.do === 'link') return this.linkEnds(path, action.from, action.to, ['*', ...this.targets(this.endpoints)])
    if ('node' in action && action.node !== undefined)
      this.member([...path, 'node'], 'node', action.node, this.targets(this.nodes))
    if (action.do === 'switch') this.member([...path, 'switch'], 'switch', action.switch, names(this.protocol.switches))
    if (action.do === 'command') this.command(path, action.command, action.arguments)
  }

  private partition(path: Path, partition: Partition): void {
    const targets = this.targets(this.endpoints)
    const each = (name: string, members: readonly string[] | undefined, at: Path = [...path, name]) =>
      members?.forEach((member, i) => this.member([...at, i], 'node', member, targets))
    if (partition.shape === 'isolate') each('nodes', partition.nodes)
    if (partition.shape === 'halves') each('group', partition.group)
    if (partition.shape === 'groups') partition.groups.forEach((group, i) => each('groups', group, [...path, 'groups', i]))
    if (partition.shape === 'bridge' && partition.node !== undefined) {
      this.member([...path, 'node'], 'node', partition.node, this.targets(this.nodes))
    }
  }

  private command(path: Path, name: string, given: Readonly<Record<string, string | number | boolean>>): void {
    const command = this.protocol.commands.find((one) => one.name === name)
    if (!command) {
      this.found.push(unknown([...path, 'command'], 'command', name, names(this.protocol.commands)))
      return
    }
    for (const [argument, value] of Object.entries(given)) {
      const at = [...path, 'arguments', argument]
      this.member(at, 'argument', argument, names(command.arguments), 'name')
      const type = command.arguments.find((one) => one.name === argument)?.type
      if (type === 'node') this.member(at, 'node', String(value), this.targets(this.nodes))
    }
    for (const { name: argument, optional } of command.arguments) {
      if (!optional && given[argument] === undefined) this.add(path, `the command ${name} needs the argument ${argument}`)
    }
  }

  private expectation(path: Path, expectation: Expectation): void {
    if ('during' in expectation && expectation.during) this.window([...path, 'during'], expectation.during)
    if (expectation.expect === 'metric') this.metric(path, expectation)
    if (expectation.expect === 'series') this.series(path, expectation)
    if (expectation.expect === 'role') {
      this.observed([...path, 'node'], expectation.node)
      this.member([...path, 'role'], 'role', expectation.role, names(this.protocol.roles))
      this.within([...path, 'at'], expectation.at)
    }
    if (expectation.expect === 'fault-bit') this.faultBit(path, expectation)
    const members =
      expectation.expect === 'new-leader' ? expectation.among : expectation.expect === 'stall' ? expectation.nodes : []
    const field = expectation.expect === 'new-leader' ? 'among' : 'nodes'
    members?.forEach((node, i) => this.observed([...path, field, i], node))
  }

  /** A fault that no run can have cannot bite. */
  private faultBit(path: Path, { label, action }: Extract<Expectation, { expect: 'fault-bit' }>): void {
    const { timeline, chaos } = this.scenario
    const labels = timeline.flatMap((entry) => entry.label ?? [])
    if (label !== undefined && !chaos) this.member([...path, 'label'], 'label', label, labels)
    if (action !== undefined) this.member([...path, 'action'], 'action', action, FAULT_ACTIONS)
    if (timeline.length === 0 && !chaos) this.add(path, 'fault-bit needs a fault: the scenario has no timeline and no chaos')
  }

  /** Expectations need a concrete node: a symbolic target may resolve to different nodes over time. */
  private observed(path: Path, node: string): void {
    const is_word = (SYMBOLIC_TARGETS as readonly string[]).includes(node) && !this.nodes.includes(node)
    if (is_word) this.add(path, `an expectation is of one node: name it instead of saying ${node}`)
    else this.member(path, 'node', node, this.nodes)
  }

  private series(path: Path, expectation: Extract<Expectation, { expect: 'series' }>): void {
    this.member([...path, 'series'], 'series', expectation.series, names(this.protocol.series))
    if (expectation.node !== undefined) this.observed([...path, 'node'], expectation.node)
    if (expectation.at !== undefined) this.within([...path, 'at'], expectation.at)
    this.bounded(path, expectation)
  }

  private metric(path: Path, expectation: Extract<Expectation, { expect: 'metric' }>): void {
    this.known([...path, 'metric'], 'metric', expectation.metric, this.context.metrics)
    this.bounded(path, expectation)
  }

  private bounded(
    path: Path,
    { expect, at_least, at_most, equals }: Extract<Expectation, { expect: 'metric' | 'series' }>
  ): void {
    if (at_least === undefined && at_most === undefined && equals === undefined) {
      this.add(path, `an expectation on a ${expect} needs at_least, at_most or equals`)
    }
  }

  private window(path: Path, [from, to]: readonly [number, number]): void {
    if (from >= to)
      this.add(path, `expected a window [from, to] with from before to, but found ${seconds(from)} to ${seconds(to)}`)
    else this.within([...path, 1], to)
  }

  private within(path: Path, at: number): void {
    const end = this.scenario.duration ?? DURATION_MS_MAX
    if (at > end) this.add(path, `${seconds(at)} is after the run's end at ${seconds(end)}`)
  }

  /** The names, and the words that this protocol gives a meaning to. */
  private targets(endpoints: readonly string[]): string[] {
    return [...endpoints, ...(this.leads() ? SYMBOLIC_TARGETS : (['any'] as const))]
  }

  private leads(): boolean {
    return this.protocol.roles.some(({ look }) => look === 'leader')
  }

  private member(path: Path, what: string, name: string, allowed: readonly string[], at?: ValidationError['at']): void {
    if (!allowed.includes(name)) this.found.push(unknown(path, what, name, allowed, at))
  }

  /** Like {@link member}, where the world says what there is. */
  private known(path: Path, what: string, name: string, allowed: readonly string[] | undefined): void {
    if (allowed) this.member(path, what, name, allowed)
  }

  private add(path: Path, text: string): void {
    this.found.push({ path, text })
  }
}

function unknown(
  path: Path,
  what: string,
  name: string,
  allowed: readonly string[],
  at?: ValidationError['at']
): ValidationError {
  return { path, ...(at && { at }), text: `unknown ${what} ${name}; ${suggestion(name, allowed)}` }
}

function names(described: readonly { readonly name: string }[]): string[] {
  return described.map(({ name }) => name)
}

function seconds(ms: number): string {
  return `${ms / 1000} s`
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
