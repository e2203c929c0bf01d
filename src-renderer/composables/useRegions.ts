import { computed } from 'vue'
import type { LinkState } from '../../src-shared/folds/cluster-links'
import { linkId } from '../../src-shared/ids'
import type { EndpointId, NodeId } from '../../src-shared/ids'
import { CLEAR_LINK } from '../../src-shared/network/netem'
import type { LinkSettings } from '../../src-shared/network/netem'
import { ScenarioLinks } from '../../src-shared/scenario/links'
import { regionsOf } from '../../src-shared/scenario/members'
import { labelOf } from '../lab/canvas/linkStyle'
import { useDisplayedRun } from '../stores/displayedRun'

export interface Region {
  readonly name: string
  readonly nodes: readonly NodeId[]
}

export interface RegionDistance {
  readonly a: Region
  readonly b: Region
  /** `40 ± 2 ms`. */
  readonly text: string
}

const CLEAR = JSON.stringify(CLEAR_LINK)

/** The scenario's network as it is without faults: its regions, how far apart they are, and what all other links have in common. */
export function useRegions() {
  const shown = useDisplayedRun()
  /** Links that the scenario describes one by one are told one by one. */
  const planned = computed(() => {
    const { scenario } = shown
    return scenario && new ScenarioLinks({ ...scenario, network: { ...scenario.network, links: [] } })
  })
  const regions = computed<Region[]>(() => {
    if (!shown.scenario) return []
    const { cluster, network } = shown.scenario
    return Object.entries(regionsOf(cluster, network)).flatMap(([name, members]) => {
      const nodes = members.filter((member) => shown.nodes.includes(member))
      return nodes.length > 0 ? [{ name, nodes }] : []
    })
  })
  const distances = computed<RegionDistance[]>(() =>
    regions.value.flatMap((a, i) =>
      regions.value.slice(i + 1).flatMap((b) => {
        const text = textOf(planned.value?.settingsOf(linkId(a.nodes[0]!, b.nodes[0]!)) ?? CLEAR_LINK)
        return text === '' ? [] : [{ a, b, text }]
      })
    )
  )
  /** What each link between nodes has that is not between regions; empty: nothing. */
  const common = computed(() => {
    const { scenario } = shown
    const [a, b] = shown.nodes
    if (!scenario || !a || !b) return ''
    const links = new ScenarioLinks({ ...scenario, network: { ...scenario.network, links: [], between: [] } })
    return textOf(links.settingsOf(linkId(a, b)) ?? CLEAR_LINK)
  })

  /** Whether a link between nodes is as the network is said to be: it needs no words of its own. */
  function isAsTold(a: EndpointId, b: EndpointId, link: LinkState | undefined): boolean {
    if (link?.mode !== 'open' || !shown.nodes.includes(a) || !shown.nodes.includes(b)) return false
    const now = JSON.stringify(link.settings)
    return now !== CLEAR && now === JSON.stringify(planned.value?.settingsOf(link.id))
  }

  return { regions, distances, common, isAsTold }
}

function textOf(settings: LinkSettings): string {
  return labelOf({ mode: 'open', settings })
}
