import { statusOf } from '../../../src-shared/folds/messages'
import type { MessageStatus, MessageTrace } from '../../../src-shared/folds/messages'
import { between, distance } from '../canvas/geometry'
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

/** A message as it lies on the diagram. */
export interface Arrow {
  readonly message: MessageTrace
  readonly from: Point
  readonly to: Point
  readonly status: MessageStatus
}

/** Those of which both ends have a lane. */
export function arrowsOf(messages: readonly MessageTrace[], scale: DiagramScale): Arrow[] {
  const arrows: Arrow[] = []
  for (const message of messages) {
    const ends = endsOf(message, scale)
    if (ends) arrows.push({ message, from: ends[0], to: ends[1], status: statusOf(message) })
  }
  return arrows
}

/** SVG paths of all arrows, one for each of the keys: a handful of elements, however many messages. */
export function arrowPaths(arrows: readonly Arrow[], keyOf: (arrow: Arrow) => string): Map<string, string> {
  const paths = new Map<string, string>()
  for (const arrow of arrows) {
    const { from, to, status } = arrow
    const key = keyOf(arrow)
    const path = `M${point(from)}L${point(to)}${status === 'dropped' ? cross(to) : head(from, to)}`
    paths.set(key, (paths.get(key) ?? '') + path)
  }
  return paths
}

/** The arrow nearest to a point, within so many px; null: none. */
export function arrowAt(arrows: readonly Arrow[], at: Point, within_px: number): Arrow | null {
  let nearest: Arrow | null = null
  let nearest_px = within_px
  for (const arrow of arrows) {
    const away_px = distanceToLine(at, arrow)
    if (away_px > nearest_px) continue
    nearest_px = away_px
    nearest = arrow
  }
  return nearest
}

function distanceToLine(at: Point, { from, to }: Arrow): number {
  const [dx, dy] = [to.x - from.x, to.y - from.y]
  const along = ((at.x - from.x) * dx + (at.y - from.y) * dy) / (dx * dx + dy * dy || 1)
  return distance(at, between(from, to, Math.max(0, Math.min(1, along))))
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
