import type { Sliced } from '../frames/sliced'
import type { Point } from './geometry'

/** Values at the corners of a grid of squares, row by row. */
export interface ScalarField {
  readonly columns: number
  readonly rows: number
  readonly step_px: number
  readonly origin: Point
  readonly values: Float64Array
}

export interface Bounds {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

/** A row in each step. */
export function* sampleField(bounds: Bounds, step_px: number, valueAt: (x: number, y: number) => number): Sliced<ScalarField> {
  const columns = Math.ceil((bounds.right - bounds.left) / step_px) + 1
  const rows = Math.ceil((bounds.bottom - bounds.top) / step_px) + 1
  const values = new Float64Array(columns * rows)
  for (let row = 0; row < rows; row++, yield)
    for (let column = 0; column < columns; column++)
      values[row * columns + column] = valueAt(bounds.left + column * step_px, bounds.top + row * step_px)
  return { columns, rows, step_px, origin: { x: bounds.left, y: bounds.top }, values }
}

/** A line along which the field is zero; closed ones end where they begin. */
export type Contour = readonly Point[]

/** Sides of a square, clockwise from its top. */
const TOP = 0
const RIGHT = 1
const BOTTOM = 2
const LEFT = 3
/** Which sides a contour joins, by which corners are positive (bits clockwise from the top left): marching squares. */
const JOINED: readonly (readonly (readonly [number, number])[])[] = [
  [],
  [[LEFT, TOP]],
  [[TOP, RIGHT]],
  [[LEFT, RIGHT]],
  [[RIGHT, BOTTOM]],
  [
    [LEFT, TOP],
    [RIGHT, BOTTOM]
  ],
  [[TOP, BOTTOM]],
  [[LEFT, BOTTOM]],
  [[BOTTOM, LEFT]],
  [[BOTTOM, TOP]],
  [
    [TOP, RIGHT],
    [BOTTOM, LEFT]
  ],
  [[BOTTOM, RIGHT]],
  [[RIGHT, LEFT]],
  [[RIGHT, TOP]],
  [[TOP, LEFT]],
  []
]

/** Where the field changes its sign. Squares with a corner that is not a number are left out: there the lines end. A row in each step. */
export function* zeroContours(field: ScalarField): Sliced<Contour[]> {
  const { columns, rows, values } = field
  /** Crossings by the side of the grid that they are on: even numbers horizontal sides, odd ones vertical. */
  const neighbours = new Map<number, number[]>()
  const join = (a: number, b: number): void => {
    for (const [from, to] of [[a, b] as const, [b, a] as const]) {
      const known = neighbours.get(from)
      if (known) known.push(to)
      else neighbours.set(from, [to])
    }
  }
  for (let row = 0; row < rows - 1; row++, yield) {
    for (let column = 0; column < columns - 1; column++) {
      const at = row * columns + column
      const a = values[at]!
      const b = values[at + 1]!
      const c = values[at + columns + 1]!
      const d = values[at + columns]!
      const code = (a > 0 ? 1 : 0) | (b > 0 ? 2 : 0) | (c > 0 ? 4 : 0) | (d > 0 ? 8 : 0)
      // Nearly all squares are on one side.
      if (JOINED[code]!.length === 0 || Number.isNaN(a + b + c + d)) continue
      const sides = [2 * at, 2 * (at + 1) + 1, 2 * (at + columns), 2 * at + 1]
      for (const [from, to] of JOINED[code]!) join(sides[from]!, sides[to]!)
    }
  }
  return chains(neighbours).map((chain) => chain.map((side) => crossing(field, side)))
}

/** Where the field is zero on a side of the grid, by linear interpolation. */
function crossing({ columns, step_px, origin, values }: ScalarField, side: number): Point {
  const at = side >> 1
  const vertical = side % 2 === 1
  const [from, to] = [values[at]!, values[at + (vertical ? columns : 1)]!]
  const share = from === to ? 0.5 : from / (from - to)
  return {
    x: origin.x + ((at % columns) + (vertical ? 0 : share)) * step_px,
    y: origin.y + (Math.floor(at / columns) + (vertical ? share : 0)) * step_px
  }
}

/** Walks along what is joined: lines from their ends first, then what is closed. */
function chains(neighbours: ReadonlyMap<number, readonly number[]>): number[][] {
  const seen = new Set<number>()
  const walk = (start: number): number[] => {
    const chain: number[] = []
    for (let at: number | undefined = start; at !== undefined; at = neighbours.get(at)!.find((next) => !seen.has(next))) {
      seen.add(at)
      chain.push(at)
    }
    if (chain.length > 2 && neighbours.get(chain.at(-1)!)!.includes(start)) chain.push(start)
    return chain
  }
  const starts = [...neighbours.keys()]
  const ends = starts.filter((side) => neighbours.get(side)!.length === 1)
  return [...ends, ...starts].flatMap((start) => (seen.has(start) ? [] : [walk(start)])).filter(({ length }) => length > 1)
}

/** An SVG path along contours, rounded at their corners. */
export function smoothPath(contours: readonly Contour[]): string {
  return contours
    .map((points) => {
      const closed = points[0] === points.at(-1) || (points[0]!.x === points.at(-1)!.x && points[0]!.y === points.at(-1)!.y)
      const ring = closed ? points.slice(0, -1) : points
      const middle = (i: number): Point => {
        const [a, b] = [ring[i % ring.length]!, ring[(i + 1) % ring.length]!]
        return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 }
      }
      const curve = (i: number): string => `Q${text(ring[i % ring.length]!)} ${text(middle(i))}`
      if (closed) return `M${text(middle(0))}${ring.map((_, i) => curve(i + 1)).join('')}Z`
      const inner = Array.from({ length: Math.max(0, ring.length - 2) }, (_, i) => curve(i + 1)).join('')
      return `M${text(ring[0]!)}L${text(middle(0))}${inner}L${text(ring.at(-1)!)}`
    })
    .join('')
}

function text({ x, y }: Point): string {
  return `${x.toFixed(1)} ${y.toFixed(1)}`
}
