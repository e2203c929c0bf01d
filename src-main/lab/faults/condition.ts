/**
 * What faults do to the cluster, as plain data. A fault's effects are a set of fields with values; what is in force is the healthy
 * condition overlaid by the effects of all active faults, oldest first. Undoing a fault takes its effects out and leaves the others.
 */
import type { ClockSettings, DiskSettings } from '../../../src-node/node-core/conditions'
import { HEALTHY_DISK, TRUE_CLOCK } from '../../../src-node/node-core/conditions'
import type { LinkChange } from '../../../src-shared/faults/actions'
import type { LinkId, NodeId } from '../../../src-shared/ids'
import type { LinkMode, LinkSettings } from '../../../src-shared/network/netem'

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
  /** Deliberate bugs that are on. */
  readonly switches: readonly string[]
}

const HEALTHY_NODE: NodeCondition = { down: null, paused: false, clock: TRUE_CLOCK, disk: HEALTHY_DISK, switches: [] }

/** One field of one link or node. */
type Field = `${LinkId} ${'mode' | keyof LinkSettings}` | `${NodeId} ${keyof Omit<NodeCondition, 'switches'>}` | SwitchField
/** Each switch is a field of its own: turning one leaves the others. */
type SwitchField = `${NodeId} switch:${string}`
type Value = LinkCondition['mode'] | LinkSettings[keyof LinkSettings] | NodeCondition[keyof NodeCondition] | boolean
export type Effects = Map<Field, Value>

/** Links and nodes as they are without faults, or with the effects of some. */
export class Condition {
  constructor(
    readonly links: ReadonlyMap<LinkId, LinkCondition>,
    readonly nodes: ReadonlyMap<NodeId, NodeCondition>
  ) {}

  /** All links open under these settings, all nodes healthy but for what the scenario gives them from the start. */
  static healthy(
    links: ReadonlyMap<LinkId, LinkSettings>,
    nodes: readonly NodeId[],
    initial: (node: NodeId) => Partial<NodeCondition> = () => ({})
  ): Condition {
    return new Condition(
      new Map([...links].map(([link, settings]) => [link, { mode: 'open', settings }])),
      new Map(nodes.map((node) => [node, { ...HEALTHY_NODE, ...initial(node) }]))
    )
  }

  /** This condition under further effects; unknown links are left out. */
  with(effects: Effects): Condition {
    const links = new Map(this.links)
    const nodes = new Map(this.nodes)
    for (const [field, value] of effects) {
      const [owner, name] = parts(field)
      const link = links.get(owner as LinkId)
      const node = nodes.get(owner)
      if (link && name === 'mode') links.set(owner as LinkId, { ...link, mode: value as LinkMode })
      else if (link) links.set(owner as LinkId, { ...link, settings: { ...link.settings, [name]: value } })
      else if (node && isSwitch(name)) nodes.set(owner, withSwitch(node, name, value as boolean))
      else if (node) nodes.set(owner, { ...node, [name]: value })
    }
    return new Condition(links, nodes)
  }

  /** What the field is in this condition. */
  value(field: Field): Value {
    const [owner, name] = parts(field)
    const link = this.links.get(owner as LinkId)
    if (link) return name === 'mode' ? link.mode : link.settings[name as keyof LinkSettings]
    const node = this.nodes.get(owner)!
    return isSwitch(name) ? node.switches.includes(switchName(name)) : node[name as keyof NodeCondition]
  }

  has(field: Field, value: Value): boolean {
    return same(this.value(field), value)
  }
}

/** Links whose condition differs between the two. */
export function changedLinks(before: Condition, after: Condition): LinkId[] {
  return [...after.links.keys()].filter((link) => !same(before.links.get(link), after.links.get(link)))
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
