/** A point on the canvas, pixels from its top left corner. */
export interface Point {
  readonly x: number
  readonly y: number
}

export interface Size {
  readonly width: number
  readonly height: number
}

export function between(a: Point, b: Point, at: number): Point {
  return { x: a.x + (b.x - a.x) * at, y: a.y + (b.y - a.y) * at }
}

export function distance(a: Point, b: Point): number {
  return Math.hypot(b.x - a.x, b.y - a.y)
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

/** The convex hull (Andrew's monotone chain), counter-clockwise on a screen. */
export function convexHull(points: readonly Point[]): Point[] {
  const sorted = [...points].sort((a, b) => a.x - b.x || a.y - b.y)
  if (sorted.length < 3) return sorted
  const turn = (o: Point, a: Point, b: Point) => (a.x - o.x) * (b.y - o.y) - (a.y - o.y) * (b.x - o.x)
  const chain = (source: readonly Point[]): Point[] => {
    const half: Point[] = []
    for (const point of source) {
      while (half.length >= 2 && turn(half.at(-2)!, half.at(-1)!, point) <= 0) half.pop()
      half.push(point)
    }
    return half.slice(0, -1)
  }
  return [...chain(sorted), ...chain([...sorted].reverse())]
}

/** An SVG path around the points; a thick round stroke makes it a soft hull. */
export function hullPath(points: readonly Point[]): string {
  return `M${convexHull(points)
    .map(({ x, y }) => `${x.toFixed(1)} ${y.toFixed(1)}`)
    .join('L')}Z`
}
