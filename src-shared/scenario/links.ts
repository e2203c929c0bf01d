/** The links of a scenario's network, before any fault. */
import { linkEnds, linkId } from '../ids'
import type { LinkId } from '../ids'
import { CLEAR_LINK, LINK_PRESETS, changeSettings } from '../network/netem'
import type { LinkSettings, LinkSettingsChange } from '../network/netem'
import { clientNames, nodeNames } from './schema'
import type { Scenario } from './schema'

type Network = Scenario['network']
type LinkDescription = Network['default']

/** Every directed link (node to node, client to node and back) with its settings: default, then regions, then single links. */
export function scenarioLinks(scenario: Scenario): Map<LinkId, LinkSettings> {
  const { network } = scenario
  const nodes = nodeNames(scenario)
  const links = new Map<LinkId, LinkSettings>()
  const add = (from: string, to: string, link: LinkDescription) => links.set(linkId(from, to), describe(CLEAR_LINK, link))
  for (const from of nodes) for (const to of nodes) if (from !== to) add(from, to, network.default)
  for (const client of clientNames(scenario)) {
    for (const node of nodes) {
      add(client, node, network.clients)
      add(node, client, network.clients)
    }
  }
  const change = (id: LinkId, link: LinkDescription) => {
    const before = links.get(id)
    if (before) links.set(id, describe(before, link))
  }
  for (const id of links.keys()) for (const link of betweenRegions(network, id)) change(id, link)
  for (const { from, to, both, link } of network.links) {
    change(linkId(from, to), link)
    if (both) change(linkId(to, from), link)
  }
  return links
}

function betweenRegions(network: Network, id: LinkId): LinkDescription[] {
  const [from, to] = linkEnds(id)
  const inside = (region: string, member: string) => network.regions[region]?.includes(member) ?? false
  return network.between
    .filter(({ regions: [a, b] }) => (inside(a, from) && inside(b, to)) || (inside(b, from) && inside(a, to)))
    .map(({ link }) => link)
}

/** A preset first, then what the description says beside it. */
function describe(settings: LinkSettings, { preset, ...change }: LinkDescription): LinkSettings {
  const near = preset ? changeSettings(settings, LINK_PRESETS[preset].settings) : settings
  return changeSettings(near, change as LinkSettingsChange)
}
