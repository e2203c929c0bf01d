import type { Sliced } from '../frames/sliced'
import type { Point, Size } from './geometry'
import type { Bounds } from './scalarField'

/** What words must not cover. */
export interface Obstacles {
  readonly bounds: Bounds
  /** Centres of nodes. */
  readonly discs: readonly Point[]
  readonly radius_px: number
  readonly boxes: readonly Bounds[]
}

/** Between words, and between words and nodes. */
const CLEAR_PX = 3

export function boxAt({ x, y }: Point, { width, height }: Size): Bounds {
  return { left: x - width / 2, top: y - height / 2, right: x + width / 2, bottom: y + height / 2 }
}

export function boxesIntersect(a: Bounds, b: Bounds, clear_px = 0): boolean {
  return a.left < b.right + clear_px && b.left < a.right + clear_px && a.top < b.bottom + clear_px && b.top < a.bottom + clear_px
}

/** From a point to a box; 0 inside it. */
export function boxDistance({ left, top, right, bottom }: Bounds, x: number, y: number): number {
  const dx = Math.max(left - x, 0, x - right)
  const dy = Math.max(top - y, 0, y - bottom)
  return Math.sqrt(dx * dx + dy * dy)
}

export function isFree(box: Bounds, { bounds, discs, radius_px, boxes }: Obstacles): boolean {
  return (
    box.left >= bounds.left &&
    box.right <= bounds.right &&
    box.top >= bounds.top &&
    box.bottom <= bounds.bottom &&
    discs.every(({ x, y }) => boxDistance(box, x, y) >= radius_px + CLEAR_PX) &&
    boxes.every((other) => !boxesIntersect(box, other, CLEAR_PX))
  )
}

export interface CostedPlace {
  readonly place: Point
  readonly cost: number
}

/** Where words of this size cost least, on a grid of places within `within`; null: nowhere. A cost of null: not there. A row in each step. */
export function* cheapestPlace(
  size: Size,
  within: Bounds,
  step_px: number,
  obstacles: Obstacles,
  costAt: (place: Point) => number | null
): Sliced<CostedPlace | null> {
  let best: CostedPlace | null = null
  for (let y = within.top; y <= within.bottom; y += step_px, yield) {
    for (let x = within.left; x <= within.right; x += step_px) {
      const cost = costAt({ x, y })
      if (cost === null || (best && cost >= best.cost) || !isFree(boxAt({ x, y }, size), obstacles)) continue
      best = { place: { x, y }, cost }
    }
  }
  return best
}

/** Mean width of a character of bold text, in font sizes. */
const CHARACTER_EM = 0.55

const LINE_EM = 1.4

/** Room that lines of bold text take. */
export function textSize(lines: readonly string[], font_px: number): Size {
  const longest = Math.max(...lines.map(({ length }) => length))
  return { width: Math.ceil(longest * font_px * CHARACTER_EM), height: Math.ceil(lines.length * font_px * LINE_EM) }
}
