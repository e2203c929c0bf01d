import { statusOf } from '../../../src-shared/folds/messages'
import type { MessageStatus, MessageTrace } from '../../../src-shared/folds/messages'
import type { Point } from '../canvas/geometry'

/** How times and endpoints lie on the diagram. */
export interface DiagramScale {
  readonly x: (t_us: number) => number
  /** Height of an endpoint's lane; undefined when it has none. */
  readonly y: (endpoint: string) => number | undefined
  /** Where what is still under way has got to. */
  readonly now_us: number
}

/** A dropped message ends here on its way: not half-way, where another node's lane may run. */
const LOST_AT = 0.4
/** Even a message that took no time at all must be seen to go to the right. */
const WIDTH_PX_MIN = 2
const LOST_WIDTH_PX_MIN = 8
const HEAD_PX = 6
const CROSS_PX = 3

/** SVG paths of all arrows, one per fate: a handful of elements, however many messages. */
export function arrowPaths(messages: readonly MessageTrace[], scale: DiagramScale): Record<MessageStatus, string> {
  const paths: Record<MessageStatus, string> = { 'in flight': '', held: '', delivered: '', dropped: '', corrupted: '' }
  for (const message of messages) {
    const ends = endsOf(message, scale)
    if (!ends) continue
    const status = statusOf(message)
    const [from, to] = ends
    paths[status] += `M${point(from)}L${point(to)}${status === 'dropped' ? cross(to) : head(from, to)}`
  }
  return paths
}

function endsOf(message: MessageTrace, { x, y, now_us }: DiagramScale): [Point, Point] | null {
  const y1 = y(message.from)
  const y2 = y(message.to)
  if (y1 === undefined || y2 === undefined) return null
  const from = { x: x(message.sent_us ?? message.first_us), y: y1 }
  if (statusOf(message) === 'dropped') {
    const width = Math.max(LOST_WIDTH_PX_MIN, (x(message.dropped!.t) - from.x) * LOST_AT)
    return [from, { x: from.x + width, y: y1 + (y2 - y1) * LOST_AT }]
  }
  const arrived_us = message.delivered_us ?? message.received_us ?? now_us
  return [from, { x: Math.max(from.x + WIDTH_PX_MIN, x(arrived_us)), y: y2 }]
}

function head(from: Point, to: Point): string {
  const angle = Math.atan2(to.y - from.y, to.x - from.x)
  const arrowSide = (turn: number): Point => ({
    x: to.x - HEAD_PX * Math.cos(angle + turn),
    y: to.y - HEAD_PX * Math.sin(angle + turn)
  })
  return `M${point(arrowSide(0.45))}L${point(to)}L${point(arrowSide(-0.45))}`
}

function cross({ x, y }: Point): string {
  const at = (dx: number, dy: number) => point({ x: x + dx * CROSS_PX, y: y + dy * CROSS_PX })
  return `M${at(-1, -1)}L${at(1, 1)}M${at(1, -1)}L${at(-1, 1)}`
}

function point({ x, y }: Point): string {
  return `${x.toFixed(1)} ${y.toFixed(1)}`
}
