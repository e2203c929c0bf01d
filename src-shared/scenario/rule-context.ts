import type { ProtocolDescription } from '../description/protocol-description'
import type { Engine } from '../engine'
import { SYMBOLIC_TARGETS } from '../faults/actions'
import { suggestion } from './closest-match'
import { DURATION_MS_MAX } from './duration'
import type { Window } from './duration'
import type { ValidationError } from './validation-error'

/** What a scenario may refer to. */
export interface ScenarioContext {
  readonly protocols: readonly ProtocolDescription[]
  /** Names of the metrics that expectations may ask for; absent: any. */
  readonly metrics?: readonly string[]
  /** Ids of the charts that a scenario may choose from; absent: any. */
  readonly charts?: readonly string[]
}

/** Where in the scenario. */
export type Path = readonly PropertyKey[]

/** What the rules of one section or expectation must know of the rest of the scenario. */
export interface ScenarioFacts {
  readonly protocol: ProtocolDescription
  readonly engine: Engine
  /** Every node that the scenario declares, those included that join later. */
  readonly nodes: readonly string[]
  /** Roles that it gives to some of them. */
  readonly given_roles: readonly string[]
  /** Names of the regions. */
  readonly regions: readonly string[]
  readonly clients: readonly string[]
  /** Length of the run; absent: until somebody stops it. */
  readonly duration_ms: number | undefined
  /** Labels of the timeline's entries; `any`: there are entries, or random faults. */
  readonly faults: { readonly labels: readonly string[]; readonly any: boolean; readonly random: boolean }
}

/** What rules are checked with: the scenario's facts, what exists, and a place for mistakes. */
export class RuleContext {
  readonly mistakes: ValidationError[] = []
  /** Nodes and clients. */
  readonly endpoints: readonly string[]

  constructor(
    readonly scenario: ScenarioFacts,
    readonly existing: ScenarioContext
  ) {
    this.endpoints = [...scenario.nodes, ...scenario.clients]
  }

  add(path: Path, text: string): void {
    this.mistakes.push({ path, text })
  }

  /** The name must be one of those allowed; `what` says what it names. */
  member(path: Path, what: string, name: string, allowed: readonly string[], at?: ValidationError['at']): void {
    if (!allowed.includes(name)) this.mistakes.push(unknownName(path, what, name, allowed, at))
  }

  /** Like {@link member}; without a list any name is allowed. */
  known(path: Path, what: string, name: string, allowed: readonly string[] | undefined): void {
    if (allowed) this.member(path, what, name, allowed)
  }

  /** The moment must lie within the run. */
  within(path: Path, at_ms: number): void {
    const end_ms = this.scenario.duration_ms ?? DURATION_MS_MAX
    if (at_ms > end_ms) this.add(path, `${seconds(at_ms)} is after the run's end at ${seconds(end_ms)}`)
  }

  window(path: Path, [from, to]: Window): void {
    if (from >= to)
      this.add(path, `expected a window [from, to] with from before to, but found ${seconds(from)} to ${seconds(to)}`)
    else this.within([...path, 1], to)
  }

  /** Expectations need a concrete node: a symbolic target may resolve to different nodes over time. */
  concreteNode(path: Path, node: string): void {
    const { nodes } = this.scenario
    const is_word = (SYMBOLIC_TARGETS as readonly string[]).includes(node) && !nodes.includes(node)
    if (is_word) this.add(path, `an expectation is of one node: name it instead of saying ${node}`)
    else this.member(path, 'node', node, nodes)
  }

  /** A link needs two different ends. */
  linkEnds(path: Path, from: string, to: string, allowed: readonly string[]): void {
    this.member([...path, 'from'], 'node or client', from, allowed)
    this.member([...path, 'to'], 'node or client', to, allowed)
    if (from === to && from !== '*') this.add([...path, 'to'], `a link needs two different ends, but both are ${from}`)
  }

  /** The names, and the words that this protocol gives a meaning to. */
  targets(endpoints: readonly string[]): string[] {
    return [...endpoints, ...this.scenario.given_roles, ...(this.hasLeaders() ? SYMBOLIC_TARGETS : (['any'] as const))]
  }

  /** Roles that a scenario may give to members. */
  assignableRoles(): string[] {
    return namesOf(this.scenario.protocol.roles.filter(({ assignable }) => assignable))
  }

  hasLeaders(): boolean {
    return this.scenario.protocol.roles.some(({ duty }) => duty === 'leads')
  }
}

/** A name that is none of those allowed, with the closest of these. */
export function unknownName(
  path: Path,
  what: string,
  name: string,
  allowed: readonly string[],
  at?: ValidationError['at']
): ValidationError {
  return { path, ...(at && { at }), text: `unknown ${what} ${name}; ${suggestion(name, allowed)}` }
}

/** The names of what a protocol declares. */
export function namesOf(declared: readonly { readonly name: string }[]): string[] {
  return declared.map(({ name }) => name)
}

function seconds(ms: number): string {
  return `${ms / 1000} s`
}
