import type { Point } from './geometry'

/** A line from `a` to `b` and what finding its distance takes. */
export interface Segment {
  readonly x: number
  readonly y: number
  readonly dx: number
  readonly dy: number
  /** 1 over its squared length; 0 for a line without length. */
  readonly over_length2: number
}

/** A group of nodes as a drawing sees it: its nodes, and the lines between them that pass no foreign node. */
export interface Skeleton {
  readonly points: readonly Point[]
  readonly segments: readonly Segment[]
}

/** `clear_px`: how far a line keeps from the middle of others. */
export function skeletonOf(points: readonly Point[], others: readonly Point[], clear_px: number): Skeleton {
  const segments = points.flatMap((a, i) => points.slice(i + 1).map((b) => segmentOf(a, b)))
  return {
    points,
    segments: segments.filter((segment) => others.every(({ x, y }) => segmentDistance2(segment, x, y) >= clear_px * clear_px))
  }
}

function segmentOf(a: Point, b: Point): Segment {
  const dx = b.x - a.x
  const dy = b.y - a.y
  const length2 = dx * dx + dy * dy
  return { x: a.x, y: a.y, dx, dy, over_length2: length2 === 0 ? 0 : 1 / length2 }
}

/** From the nearest of these points. */
export function pointsDistance(points: readonly Point[], x: number, y: number): number {
  let nearest2 = Infinity
  for (const point of points) {
    const dx = point.x - x
    const dy = point.y - y
    nearest2 = Math.min(nearest2, dx * dx + dy * dy)
  }
  return Math.sqrt(nearest2)
}

/** From the nearest of these lines. */
export function linesDistance(segments: readonly Segment[], x: number, y: number): number {
  let nearest2 = Infinity
  for (let i = 0; i < segments.length; i++) nearest2 = Math.min(nearest2, segmentDistance2(segments[i]!, x, y))
  return Math.sqrt(nearest2)
}

/** Squared: a root for each of thousands of points and lines would take most of the time. */
function segmentDistance2(segment: Segment, x: number, y: number): number {
  const { dx, dy } = segment
  const px = x - segment.x
  const py = y - segment.y
  const at = Math.max(0, Math.min(1, (px * dx + py * dy) * segment.over_length2))
  const ex = at * dx - px
  const ey = at * dy - py
  return ex * ex + ey * ey
}
