/**
 * What faults do to the cluster, as plain data. A fault's effects are a set of fields with values; what is in force is the healthy
 * condition overlaid by the effects of all active faults, oldest first. Undoing a fault takes its effects out and leaves the others.
 */
import type { ClockSettings, DiskSettings } from '../../../src-node/node-core/conditions'
import { HEALTHY_DISK, TRUE_CLOCK } from '../../../src-node/node-core/conditions'
import type { LinkChange } from '../../../src-shared/faults/actions'
import type { LinkId, NodeId } from '../../../src-shared/ids'
import type { LinkMode, LinkSettings } from '../../../src-shared/network/netem'
import type { Member } from '../../../src-shared/scenario/members'
import type { LinkSettingsOf } from '../../../src-shared/scenario/links'

/** How a node's process was ended, if it was: `crash` is `kill -9`, `stop` is in order. */
export type Down = 'crash' | 'stop' | null

export interface LinkCondition {
  readonly mode: LinkMode
  readonly settings: LinkSettings
}

export interface NodeCondition {
  readonly down: Down
  readonly paused: boolean
  readonly clock: ClockSettings
  readonly disk: DiskSettings
  /** See `NodeCoreOptions.service_us`. */
  readonly service_us: number
  /** See `NodeCoreOptions.message_us`. */
  readonly message_us: number
  /** Deliberate bugs that are on. */
  readonly switches: readonly string[]
}

const HEALTHY_NODE: NodeCondition = {
  down: null,
  paused: false,
  clock: TRUE_CLOCK,
  disk: HEALTHY_DISK,
  service_us: 0,
  message_us: 0,
  switches: []
}

/** What a member is like before any fault. */
export function initialCondition({ switches, clock, service_time_ms, message_time_ms }: Member): Partial<NodeCondition> {
  const { offset_ms, drift_ppm } = clock
  return {
    switches,
    clock: { offset_us: offset_ms * 1000, drift_ppm },
    service_us: service_time_ms * 1000,
    message_us: message_time_ms * 1000
  }
}

/** Whether an adversary picks deliveries, all over the network. */
const ADVERSARY = '* adversary'

/** One field of one link or node, or of the whole network. */
type Field =
  | typeof ADVERSARY
  | `${LinkId} ${'mode' | keyof LinkSettings}`
  | `${NodeId} ${keyof Omit<NodeCondition, 'switches'>}`
  | SwitchField
/** Each switch is a field of its own: turning one leaves the others. */
type SwitchField = `${NodeId} switch:${string}`
type Value = LinkCondition['mode'] | LinkSettings[keyof LinkSettings] | NodeCondition[keyof NodeCondition] | boolean
export type Effects = Map<Field, Value>

/** Links and nodes as they are without faults, or with the effects of some. */
export class Condition {
  /** `links`: those that are not as they are without faults. */
  private constructor(
    private readonly healthyLink: (link: LinkId) => LinkCondition | null,
    readonly links: ReadonlyMap<LinkId, LinkCondition>,
    readonly nodes: ReadonlyMap<NodeId, NodeCondition>,
    readonly adversary = false
  ) {}

  /** All links open under these settings, all nodes healthy but for what the scenario gives them from the start. */
  static healthy(
    settingsOf: LinkSettingsOf,
    nodes: readonly NodeId[],
    initial: (node: NodeId) => Partial<NodeCondition> = () => ({})
  ): Condition {
    const healthyLink = (link: LinkId): LinkCondition | null => {
      const settings = settingsOf(link)
      return settings && { mode: 'open', settings }
    }
    return new Condition(healthyLink, new Map(), new Map(nodes.map((node) => [node, { ...HEALTHY_NODE, ...initial(node) }])))
  }

  /** null: there is no such link. */
  link(link: LinkId): LinkCondition | null {
    return this.links.get(link) ?? this.healthyLink(link)
  }

  /** This condition with one more node, or with a node as it is when it comes back. */
  withNode(node: NodeId, initial: Partial<NodeCondition>): Condition {
    return new Condition(
      this.healthyLink,
      this.links,
      new Map(this.nodes).set(node, { ...HEALTHY_NODE, ...initial }),
      this.adversary
    )
  }

  /** This condition under further effects; unknown links and nodes are left out. */
  with(effects: Effects): Condition {
    const links = new Map(this.links)
    const nodes = new Map(this.nodes)
    const adversary = (effects.get(ADVERSARY) as boolean | undefined) ?? this.adversary
    for (const [field, value] of effects) {
      const [owner, name] = parts(field)
      const link = isLinkField(field) ? (links.get(owner as LinkId) ?? this.healthyLink(owner as LinkId)) : null
      const node = nodes.get(owner)
      if (link && name === 'mode') links.set(owner as LinkId, { ...link, mode: value as LinkMode })
      else if (link) links.set(owner as LinkId, { ...link, settings: { ...link.settings, [name]: value } })
      else if (node && isSwitch(name)) nodes.set(owner, withSwitch(node, name, value as boolean))
      else if (node) nodes.set(owner, { ...node, [name]: value })
    }
    return new Condition(this.healthyLink, links, nodes, adversary)
  }

  /** What the field is in this condition. */
  value(field: Field): Value {
    if (field === ADVERSARY) return this.adversary
    const [owner, name] = parts(field)
    if (isLinkField(field)) {
      const link = this.link(owner as LinkId)!
      return name === 'mode' ? link.mode : link.settings[name as keyof LinkSettings]
    }
    const node = this.nodes.get(owner)!
    return isSwitch(name) ? node.switches.includes(switchName(name)) : node[name as keyof NodeCondition]
  }

  has(field: Field, value: Value): boolean {
    return same(this.value(field), value)
  }
}

/** Links whose condition differs between the two. */
export function changedLinks(before: Condition, after: Condition): LinkId[] {
  const links = new Set([...before.links.keys(), ...after.links.keys()])
  return [...links].filter((link) => !same(before.link(link), after.link(link)))
}

export function linkEffects(links: readonly LinkId[], change: LinkChange): Effects {
  const effects: Effects = new Map()
  for (const link of links) {
    if (change.mode !== undefined) effects.set(`${link} mode`, change.mode)
    for (const [name, value] of Object.entries(change.settings ?? {})) effects.set(`${link} ${name as keyof LinkSettings}`, value)
  }
  return effects
}

export function nodeEffects(nodes: readonly NodeId[], change: Partial<Omit<NodeCondition, 'switches'>>): Effects {
  const effects: Effects = new Map()
  for (const node of nodes) {
    for (const [name, value] of Object.entries(change)) effects.set(`${node} ${name as keyof typeof change}`, value)
  }
  return effects
}

export function adversaryEffects(on: boolean): Effects {
  return new Map([[ADVERSARY, on]])
}

/** Turns a deliberate bug on or off. */
export function switchEffects(nodes: readonly NodeId[], name: string, on: boolean): Effects {
  return new Map(nodes.map((node): [Field, Value] => [`${node} ${SWITCH_PREFIX}${name}`, on]))
}

const SWITCH_PREFIX = 'switch:'

function isSwitch(field_name: string): boolean {
  return field_name.startsWith(SWITCH_PREFIX)
}

function switchName(field_name: string): string {
  return field_name.slice(SWITCH_PREFIX.length)
}

function withSwitch(node: NodeCondition, field_name: string, on: boolean): NodeCondition {
  const name = switchName(field_name)
  const others = node.switches.filter((one) => one !== name)
  return { ...node, switches: on ? [...others, name] : others }
}

/** Whether the effect is on a link rather than on a node. */
export function isLinkField(field: Field): boolean {
  return field.includes('>')
}

/** Neither names nor fields contain a blank. */
function parts(field: Field): [owner: string, name: string] {
  return field.split(' ') as [string, string]
}

/** Conditions are small plain data whose fields always come in one order. */
function same(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b)
}
