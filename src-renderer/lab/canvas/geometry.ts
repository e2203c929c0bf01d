import type { Point, Size } from '../../../src-shared/layout/circle'

export type { Point, Size }

export function between(a: Point, b: Point, at: number): Point {
  return { x: a.x + (b.x - a.x) * at, y: a.y + (b.y - a.y) * at }
}

export function distance(a: Point, b: Point): number {
  // Not Math.hypot: it takes ten times as long.
  return Math.sqrt((b.x - a.x) ** 2 + (b.y - a.y) ** 2)
}

/** The line from a to b, shortened by `trim` at its two ends and moved `aside` to its right. */
export function trimmedLine(a: Point, b: Point, trim: readonly [number, number], aside = 0): [Point, Point] {
  const length = distance(a, b) || 1
  const ux = (b.x - a.x) / length
  const uy = (b.y - a.y) / length
  const move = (point: Point, along: number): Point => ({
    x: point.x + ux * along - uy * aside,
    y: point.y + uy * along + ux * aside
  })
  return [move(a, Math.min(trim[0], length / 2)), move(b, -Math.min(trim[1], length / 2))]
}
