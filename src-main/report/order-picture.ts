/** The space–time diagram of a report: a line for each node, its events with their stamps, messages, and a cut. */
import type { Cut } from '../../src-shared/causality/cut'
import type { CausalEvent, CausalHistory } from '../../src-shared/causality/history'
import { vectorText } from '../../src-shared/causality/vectors'
import type { NodeId } from '../../src-shared/ids'
import { escapeXml } from './draw'

const WIDTH_PX = 960
const LANE_PX = 90
const LEFT_PX = 70
const RIGHT_PX = 60
const RADIUS_PX = 5

/** An SVG in the colours of the text around it. */
export function orderPicture({ events, messages }: CausalHistory, nodes: readonly NodeId[], cut: Cut): string {
  const [from_us, to_us] = [events[0]!.t_us, Math.max(events[0]!.t_us + 1, events.at(-1)!.t_us)]
  const x = (t_us: number) => Math.round(LEFT_PX + ((t_us - from_us) / (to_us - from_us)) * (WIDTH_PX - LEFT_PX - RIGHT_PX))
  const y = (node: NodeId) => Math.round(LANE_PX * (nodes.indexOf(node) + 0.5))
  const height_px = LANE_PX * nodes.length
  const lanes = nodes.map(
    (node) =>
      `<line x1="${LEFT_PX}" x2="${WIDTH_PX - RIGHT_PX / 2}" y1="${y(node)}" y2="${y(node)}"/><text x="8" y="${y(node) + 4}">${escapeXml(node)}</text>`
  )
  const arrows = messages.map(
    ({ send, receive }) =>
      `<line x1="${x(send.t_us)}" y1="${y(send.node)}" x2="${x(receive.t_us)}" y2="${y(receive.node)}" stroke-width="2"/>`
  )
  const marks = events.map((event) => markOf(event, x(event.t_us), y(event.node)))
  const points = nodes.map((node) => `${x(cut.get(node)!) + 2 * RADIUS_PX},${y(node)}`)
  return `<svg viewBox="0 0 ${WIDTH_PX} ${height_px}" role="img" aria-label="Events of each node, messages and a cut" font-size="13" fill="currentColor" stroke-width="1">
<g stroke="currentColor">${[...lanes, ...arrows].join('').replaceAll('<text', '<text stroke="none"')}</g>
<polyline points="${points.join(' ')}" fill="none" stroke="currentColor" stroke-width="2" stroke-dasharray="6 4"/>
${marks.join('\n')}
</svg>`
}

function markOf({ stamp, does }: CausalEvent, x: number, y: number): string {
  const shape =
    does === 'write'
      ? `<rect x="${x - RADIUS_PX}" y="${y - RADIUS_PX}" width="${2 * RADIUS_PX}" height="${2 * RADIUS_PX}"/>`
      : `<circle cx="${x}" cy="${y}" r="${RADIUS_PX}"${does === 'send' ? ' fill="none" stroke="currentColor"' : ''}/>`
  const text = stamp === null ? '' : `${stamp.lamport} ${vectorText(stamp.vector)}`
  // Sends above their line, so that what follows soon has room below it.
  return `${shape}<text x="${x}" y="${does === 'send' ? y - 12 : y + 22}" text-anchor="middle">${text}</text>`
}
