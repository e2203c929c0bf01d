/** The cluster at one moment as a drawing that stands alone: roles, who reaches whom, and which groups have a quorum. */
import type { ChartTheme } from '../../src-shared/charts/palette'
import { ICON_GLYPHS, NEUTRAL_LOOK } from '../../src-shared/description/role-look'
import type { RoleLook } from '../../src-shared/description/role-look'
import type { ClusterFold } from '../../src-shared/folds/cluster'
import type { LinkCondition, PartitionStep } from '../../src-shared/folds/partition'
import type { ReachGroup } from '../../src-shared/folds/reachability'
import type { NodeId } from '../../src-shared/ids'
import { circleLayout } from '../../src-shared/layout/circle'
import type { Point } from '../../src-shared/layout/circle'
import { escapeXml } from './draw'

const SIZE = { width: 720, height: 420 }
/** Around the circle, px: for what is drawn about the nodes. */
const MARGIN = 30
const NODE_PX_MAX = 96
/** How far a group's ground reaches beyond its nodes, in their diameters. */
const GROUND = 1.35
/** Of the cross in the middle of a cut link. */
const CROSS_PX = 6

/** `cluster`: as it stood when `step` held. */
export function clusterPicture(step: PartitionStep, cluster: ClusterFold, theme: ChartTheme, title: string): string {
  const { nodes } = step
  const stage = { width: SIZE.width - 2 * MARGIN, height: SIZE.height - 2 * MARGIN }
  const { node_px, places } = circleLayout(nodes.length, stage, NODE_PX_MAX)
  const at = new Map(nodes.map((node, i) => [node, { x: places[i]!.x + MARGIN, y: places[i]!.y + MARGIN }]))
  const grounds = step.groups.map((group) => groundOf(group, at, node_px, theme))
  const pairs = nodes.flatMap((a, i) =>
    nodes.slice(i + 1).map((b, more) => linkOf(step, [i, i + 1 + more], rimToRim(at.get(a)!, at.get(b)!, node_px), theme))
  )
  const drawn = nodes.map((node) => nodeOf(node, at.get(node)!, node_px, cluster, theme))
  return `<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 ${SIZE.width} ${SIZE.height}" font-family="${escapeXml(theme.font)}" font-size="13">
<title>${escapeXml(title)}</title><rect width="${SIZE.width}" height="${SIZE.height}" fill="${theme.ground}"/>
${[...grounds, ...pairs, ...drawn].join('\n')}</svg>`
}

/** A soft ground under all of a group: its outline, drawn so thick that nodes lie within it. */
function groundOf({ nodes, quorum }: ReachGroup, at: ReadonlyMap<NodeId, Point>, node_px: number, theme: ChartTheme): string {
  const outline = nodes.map((node) => point(at.get(node)!)).join(' L')
  const colour = quorum === false ? theme.reach.minority.fill : theme.reach.quorum.fill
  const width = (node_px * GROUND).toFixed(1)
  return `<path d="M${outline} Z" fill="${colour}" stroke="${colour}" stroke-width="${width}" stroke-linejoin="round" stroke-linecap="round" opacity="0.22"/>`
}

function linkOf(
  step: PartitionStep,
  [i, j]: readonly [number, number],
  [a, b]: readonly [Point, Point],
  theme: ChartTheme
): string {
  const size = step.nodes.length
  const both: readonly LinkCondition[] = [step.conditions[i * size + j]!, step.conditions[j * size + i]!]
  if (both.includes('down')) return ''
  const line = (from: number, to: number, style: string): string =>
    `<path d="M${point(along(a, b, from))} L${point(along(a, b, to))}" fill="none" ${style}/>`
  if (both.includes('cut')) {
    const style = `stroke="${theme.conditions.cut.fill}" stroke-width="2" stroke-dasharray="6 5"`
    // One way alone is open: it keeps that half of its line.
    const open = `stroke="${theme.muted}" stroke-width="1.5"`
    return (
      line(0, 0.5, both[0] === 'cut' ? style : open) +
      line(1, 0.5, both[1] === 'cut' ? style : open) +
      cross(along(a, b, 0.5), theme)
    )
  }
  const disturbed = both.includes('disturbed')
  return line(
    0,
    1,
    `stroke="${disturbed ? theme.conditions.disturbed.fill : theme.muted}" stroke-width="${disturbed ? 2.5 : 1.2}"`
  )
}

/** On a ground of its own, so that lines that meet there keep apart. */
function cross({ x, y }: Point, theme: ChartTheme): string {
  const arm = CROSS_PX * 0.7
  const d = `M${point({ x: x - arm, y: y - arm })} L${point({ x: x + arm, y: y + arm })} M${point({ x: x - arm, y: y + arm })} L${point({ x: x + arm, y: y - arm })}`
  return `<circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="${CROSS_PX + 2}" fill="${theme.ground}"/><path d="${d}" stroke="${theme.conditions.cut.fill}" stroke-width="2.5"/>`
}

function nodeOf(node: NodeId, { x, y }: Point, node_px: number, cluster: ClusterFold, theme: ChartTheme): string {
  const state = cluster.nodes.get(node)
  const process = state?.process ?? 'down'
  const look: RoleLook = cluster.roles.get(state?.role ?? '')?.look ?? NEUTRAL_LOOK
  const mark = process === 'running' ? theme.tones[look.tone] : process === 'paused' ? theme.states.paused : theme.states.down
  const rim = process === 'running' ? theme.muted : theme.leaderless
  const dashes = process === 'running' ? '' : ' stroke-dasharray="6 4"'
  const word = process === 'running' ? state?.role : process
  const glyph = process === 'running' && state?.role ? `${ICON_GLYPHS[look.icon]} ` : ''
  const disc = `<circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="${node_px / 2}" fill="${mark.fill}" stroke="${rim}" stroke-width="2"${dashes}/>`
  const name = words({ x, y: word ? y - 8 : y }, `${glyph}${node}`, mark.text, ' font-weight="600" font-size="15"')
  return disc + name + (word ? words({ x, y: y + 11 }, word, mark.text) : '')
}

function words({ x, y }: Point, text: string, fill: string, style = ''): string {
  return `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" fill="${fill}" text-anchor="middle" dominant-baseline="central"${style}>${escapeXml(text)}</text>`
}

/** What is seen of the line between two nodes. */
function rimToRim(a: Point, b: Point, node_px: number): [Point, Point] {
  const rim = node_px / 2 / Math.hypot(b.x - a.x, b.y - a.y)
  return [along(a, b, rim), along(a, b, 1 - rim)]
}

function along(a: Point, b: Point, part: number): Point {
  return { x: a.x + (b.x - a.x) * part, y: a.y + (b.y - a.y) * part }
}

function point({ x, y }: Point): string {
  return `${x.toFixed(1)},${y.toFixed(1)}`
}
