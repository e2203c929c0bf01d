import type { Point } from './geometry'

/** A group of nodes as a drawing sees it: its nodes, and the lines between them that pass no foreign node. */
export interface Skeleton {
  readonly points: readonly Point[]
  readonly segments: readonly (readonly [Point, Point])[]
}

/** `clear_px`: how far a line keeps from the middle of others. */
export function skeletonOf(points: readonly Point[], others: readonly Point[], clear_px: number): Skeleton {
  const segments = points.flatMap((a, i) =>
    points
      .slice(i + 1)
      .flatMap((b): [Point, Point][] =>
        others.every(({ x, y }) => segmentDistance2(a, b, x, y) >= clear_px * clear_px) ? [[a, b]] : []
      )
  )
  return { points, segments }
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
export function linesDistance(segments: Skeleton['segments'], x: number, y: number): number {
  let nearest2 = Infinity
  for (const [a, b] of segments) nearest2 = Math.min(nearest2, segmentDistance2(a, b, x, y))
  return Math.sqrt(nearest2)
}

/** Squared: a root for each of thousands of points and lines would take most of the time. */
function segmentDistance2(a: Point, b: Point, x: number, y: number): number {
  const dx = b.x - a.x
  const dy = b.y - a.y
  const length2 = dx * dx + dy * dy
  const at = length2 === 0 ? 0 : Math.max(0, Math.min(1, ((x - a.x) * dx + (y - a.y) * dy) / length2))
  const ex = a.x + at * dx - x
  const ey = a.y + at * dy - y
  return ex * ex + ey * ey
}
