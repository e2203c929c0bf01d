/** A large cluster at one moment as a drawing that stands alone: a dot for each node on a ring, groups as bands, and all links as a heat map. */
import type { ChartTheme } from '../../src-shared/charts/palette'
import { NEUTRAL_LOOK } from '../../src-shared/description/role-look'
import type { ClusterFold } from '../../src-shared/folds/cluster'
import { groupsOf } from '../../src-shared/folds/cluster-reach'
import { quorumText } from '../../src-shared/folds/reachability'
import type { NodeId } from '../../src-shared/ids'
import { bandPath, dotOutline, ringLayout, stretchesOf } from '../../src-shared/layout/compact-ring'
import type { RingLayout } from '../../src-shared/layout/compact-ring'
import { counted } from '../../src-shared/text/counted'
import { escapeXml } from './draw'
import { linkHeatParts } from './link-heat-picture'
import type { Moment } from './link-heat-picture'

const SIZE = { width: 900, height: 420 }
/** Where the ring's middle is, and what there is for it with the names of groups around it. */
const STAGE = { width: 620, height: 320 }
const MIDDLE = { x: 250, y: SIZE.height / 2 }
const HEAT = { x: 530, y: 44, side_px: 320 }
/** Groups with words, the largest. */
const LABELS_MAX = 6
/** Off the outermost circle. */
const LABEL_PX = 24

export function ringPicture(run: Moment, theme: ChartTheme, title: string): string {
  const nodes = [...run.cluster.nodes.keys()]
  const ring = ringLayout(nodes.length, STAGE, 0)
  const places = new Map(nodes.map((node, place) => [node, place]))
  const groups = [...groupsOf(run.cluster)].sort((a, b) => b.nodes.length - a.nodes.length)
  const bands = groups.map(({ nodes: own, quorum }) => {
    const colour = quorum === false ? theme.reach.minority.fill : theme.reach.quorum.fill
    const d = stretchesOf(own, places).map((stretch) => bandPath(stretch, ring))
    return `<path d="${d.join('')}" stroke="${colour}" opacity="0.3"/>`
  })
  const labels = groups.slice(0, LABELS_MAX).map(({ nodes: own, quorum }) => {
    const [{ from, to }] = stretchesOf(own, places) as [{ from: number; to: number }]
    return label(ring, (from + to) / 2, `${quorumText(quorum)} ${own.length} of ${nodes.length}`.trim(), theme)
  })
  const dots = nodes.map((node, place) => dot(run.cluster, node, place, ring, theme))
  const counts = countTexts(run.cluster).map((text, at, all) => {
    const y = STAGE.height / 2 + (at - (all.length - 1) / 2) * 18
    return `<text x="${STAGE.width / 2}" y="${y}" text-anchor="middle" dominant-baseline="central" fill="${theme.text}"${at === 0 ? ' font-weight="600"' : ''}>${escapeXml(text)}</text>`
  })
  const move = `translate(${MIDDLE.x - STAGE.width / 2} ${MIDDLE.y - STAGE.height / 2})`
  return `<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 ${SIZE.width} ${SIZE.height}" font-family="${escapeXml(theme.font)}" font-size="13">
<title>${escapeXml(title)}</title><rect width="${SIZE.width}" height="${SIZE.height}" fill="${theme.ground}"/>
<g transform="${move}"><g fill="none" stroke-width="${(ring.depth_px + ring.dot_px + 18).toFixed(1)}">${bands.join('')}</g>
${[...dots, ...labels, ...counts].join('')}</g>
${linkHeatParts(run, theme, HEAT, HEAT.side_px, `worst-down-${theme.name}`)}</svg>`
}

function label(ring: RingLayout, place: number, text: string, theme: ChartTheme): string {
  const { x, y } = ring.at(place, -LABEL_PX)
  const aside = x - STAGE.width / 2
  const anchor = Math.abs(aside) < 30 ? 'middle' : aside > 0 ? 'start' : 'end'
  return `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" fill="${theme.text}" font-size="12" text-anchor="${anchor}" dominant-baseline="central">${escapeXml(text)}</text>`
}

function dot(cluster: ClusterFold, node: NodeId, place: number, ring: RingLayout, theme: ChartTheme): string {
  const state = cluster.nodes.get(node)
  const look = cluster.roles.get(state?.role ?? '')?.look ?? NEUTRAL_LOOK
  const { x, y } = ring.dot(place)
  const at = `transform="translate(${x.toFixed(1)} ${y.toFixed(1)})"`
  if (state?.process !== 'running')
    return `<path d="${dotOutline('circle', ring.dot_px)}" ${at} fill="${theme.ground}" stroke="${theme.leaderless}" stroke-width="1.5" stroke-dasharray="2 1.5"/>`
  return `<path d="${dotOutline(look.icon, ring.dot_px)}" ${at} fill="${theme.tones[look.tone].fill}" stroke="${theme.muted}" stroke-width="0.75"/>`
}

/** `50 nodes`, `1 leader`, `46 followers`, `3 down`: the rarest first, for those are what the eye should find. */
function countTexts({ nodes, roles: described }: ClusterFold): string[] {
  const counts = new Map<string, number>()
  const roles = new Set<string>()
  for (const { process, role } of nodes.values()) {
    const word = process === 'running' ? (role ?? process) : process
    if (word === role) roles.add(role)
    counts.set(word, (counts.get(word) ?? 0) + 1)
  }
  const words = [...counts]
    .sort((a, b) => a[1] - b[1])
    .map(([word, count]) =>
      roles.has(word) ? counted(count, word, described.get(word)?.plural) : `${count.toLocaleString('en')} ${word}`
    )
  return [`${nodes.size.toLocaleString('en')} nodes`, ...words]
}
