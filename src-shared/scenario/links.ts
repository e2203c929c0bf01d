/** The links of a scenario's network, before any fault. */
import { linkEnds, linkId, linksAmong } from '../ids'
import type { LinkId } from '../ids'
import { CLEAR_LINK, LINK_PRESETS, changeSettings } from '../network/netem'
import type { LinkSettings, LinkSettingsChange } from '../network/netem'
import { regionsOf } from './members'
import { clientNames, nodeNames } from './schema'
import type { Scenario } from './schema'

type Network = Scenario['network']
type LinkDescription = Network['default']

/** Settings of one directed link of the run; null where two endpoints have no link (two clients). */
export type LinkSettingsOf = (link: LinkId) => LinkSettings | null

/** The network of a scenario, link by link: default, then regions, then single links. Clients are known by name, everybody else is a node. */
export class ScenarioLinks {
  private readonly network: Network
  private readonly nodes: readonly string[]
  private readonly clients: ReadonlySet<string>
  private readonly regions: ReadonlyMap<string, Set<string>>
  private readonly single: ReadonlyMap<LinkId, LinkDescription[]>

  /** What descriptions come to: most links of a thousand nodes share one. */
  private readonly described = new Map<LinkDescription, LinkSettings>()

  constructor(scenario: Scenario) {
    this.network = scenario.network
    this.nodes = nodeNames(scenario)
    this.clients = new Set(clientNames(scenario))
    const regions = Object.entries(regionsOf(scenario.cluster, scenario.network))
    this.regions = new Map(regions.map(([name, members]) => [name, new Set(members)]))
    this.single = singleLinks(scenario.network)
  }

  readonly settingsOf: LinkSettingsOf = (id) => {
    const { network, clients } = this
    const [from, to] = linkEnds(id)
    const of_clients = Number(clients.has(from)) + Number(clients.has(to))
    if (from === to || of_clients === 2) return null
    const base = of_clients === 1 ? network.clients : network.default
    const more = [...this.betweenRegions(from, to), ...(this.single.get(id) ?? [])]
    return more.reduce(describe, this.settingsBy(base))
  }

  private settingsBy(base: LinkDescription): LinkSettings {
    const known = this.described.get(base)
    if (known) return known
    const settings = describe(CLEAR_LINK, base)
    this.described.set(base, settings)
    return settings
  }

  /** Every directed link that the run begins with (node to node, client to node and back) with its settings. */
  initial(): Map<LinkId, LinkSettings> {
    return new Map(linksAmong(this.nodes, [...this.clients]).map((id) => [id, this.settingsOf(id)!]))
  }

  /** Puts a node into a region, before it has any link. */
  place(node: string, region: string): void {
    this.regions.get(region)!.add(node)
  }

  get region_names(): string[] {
    return [...this.regions.keys()]
  }

  /** The regions that this node or client is in. */
  regionsOf(member: string): string[] {
    return this.region_names.filter((region) => this.isInside(region, member))
  }

  /** The nodes and clients of a region; nobody where there is none of the name. */
  readonly membersOf = (region: string): ReadonlySet<string> => this.regions.get(region) ?? new Set()

  private isInside(region: string, member: string): boolean {
    return this.regions.get(region)!.has(member)
  }

  private betweenRegions(from: string, to: string): LinkDescription[] {
    const inside = (region: string, member: string) => this.isInside(region, member)
    return this.network.between
      .filter(({ regions: [a, b] }) => (inside(a, from) && inside(b, to)) || (inside(b, from) && inside(a, to)))
      .map(({ link }) => link)
  }
}

/** What is said of single links, by link. */
function singleLinks({ links }: Network): Map<LinkId, LinkDescription[]> {
  const single = new Map<LinkId, LinkDescription[]>()
  const add = (id: LinkId, link: LinkDescription) => single.set(id, [...(single.get(id) ?? []), link])
  for (const { from, to, both, link } of links) {
    add(linkId(from, to), link)
    if (both) add(linkId(to, from), link)
  }
  return single
}

/** A preset first, then what the description says beside it. */
function describe(settings: LinkSettings, { preset, ...change }: LinkDescription): LinkSettings {
  const near = preset ? changeSettings(settings, LINK_PRESETS[preset].settings) : settings
  return changeSettings(near, change as LinkSettingsChange)
}
