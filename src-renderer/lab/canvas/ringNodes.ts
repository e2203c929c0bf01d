import type { RoleIcon } from '../../../src-shared/description/role-look'
import { ICON_GLYPHS } from '../../../src-shared/description/role-look'
import type { ClusterFold } from '../../../src-shared/folds/cluster'
import type { EndpointId, NodeId } from '../../../src-shared/ids'
import { linkId } from '../../../src-shared/ids'
import { counted } from '../../../src-shared/text/counted'
import { lookOf } from './nodeLook'
import { linkStyle } from './linkStyle'
import type { LinkStyle } from './linkStyle'

/** What a dot of the ring shows of a node. */
export interface RingNode {
  readonly id: NodeId
  readonly icon: RoleIcon
  /** Its role's, or that of a process that does nothing. */
  readonly tone: string
  /** Its role while it runs, otherwise what its process does. */
  readonly word: string
  /** The same of several. */
  readonly words: string
}

/** In the order of the ring. Before a run's first event its nodes are on their way. `outdated`: who takes itself for what it is no more. */
export function ringNodes(cluster: ClusterFold, ids: readonly NodeId[], outdated: ReadonlyMap<NodeId, string>): RingNode[] {
  return ids.map((id) => {
    const node = cluster.nodes.get(id)
    const process = node?.process ?? 'starting'
    if (!node || process !== 'running') return { id, icon: 'circle', tone: process, word: process, words: process }
    const look = lookOf(cluster, node)
    const { role } = node
    if (role === null) return { id, ...look, word: process, words: process }
    const plural = cluster.roles.get(role)?.plural ?? `${role}s`
    if (!outdated.has(id)) return { id, ...look, word: role, words: plural }
    return { id, icon: look.icon, tone: 'outdated', word: `out-of-date ${role}`, words: `out-of-date ${plural}` }
  })
}

/** Of tones that are no role's. */
const STATE_GLYPHS: Readonly<Record<string, string>> = { down: '○', paused: '‖', starting: '…', outdated: '☆' }

/** So many nodes are alike. */
export interface RingCount {
  readonly glyph: string
  readonly tone: string
  /** `98 followers`, `1 down`. */
  readonly text: string
}

/** How many nodes have which role, or do nothing; the rarest first, for those are what the eye should find. */
export function countsOf(nodes: readonly RingNode[]): RingCount[] {
  const alike = new Map<string, RingNode[]>()
  for (const node of nodes) {
    const group = alike.get(node.word)
    if (group) group.push(node)
    else alike.set(node.word, [node])
  }
  return [...alike.values()]
    .sort((a, b) => a.length - b.length)
    .map((group) => {
      const { icon, tone, word, words } = group[0]!
      return { glyph: STATE_GLYPHS[tone] ?? ICON_GLYPHS[icon], tone, text: counted(group.length, word, words) }
    })
}

/** Links between an endpoint and nodes that something is wrong with, in whichever direction; the worse of two. */
export function troubledLinks(
  cluster: ClusterFold,
  from: EndpointId
): { to: NodeId; link_style: Exclude<LinkStyle, 'healthy'> }[] {
  return [...cluster.nodes.keys()].flatMap((to) => {
    const both = [linkStyle(cluster.links.get(linkId(from, to))), linkStyle(cluster.links.get(linkId(to, from)))]
    const worst = (['cut', 'lossy', 'slowed'] as const).find((link_style) => both.includes(link_style))
    return worst === undefined || to === from ? [] : [{ to, link_style: worst }]
  })
}
