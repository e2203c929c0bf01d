/** A point on a canvas, pixels from its top left corner. */
export interface Point {
  readonly x: number
  readonly y: number
}

export interface Size {
  readonly width: number
  readonly height: number
}

/** Nodes on a true circle. */
export interface Circle {
  /** Diameter of a node, pixels. */
  readonly node_px: number
  /** Clockwise from the top. */
  readonly places: readonly Point[]
}

/** How much of a node its picture has room for. */
export type Detail = 'all' | 'some' | 'role'

/** From this diameter on, pixels. */
const DETAIL_PX = { all: 100, some: 70 }
/** Between two neighbours, in diameters: what a link between them has for its words and messages; less of it where nodes are many. */
const GAP = { least: 0.3, most: 0.65, of_count: 3.1 }
/** Few nodes in a large canvas stand no farther apart than so many diameters: they belong together. */
const APART_MAX = 4

export function detailOf(node_px: number): Detail {
  if (node_px >= DETAIL_PX.all) return 'all'
  return node_px >= DETAIL_PX.some ? 'some' : 'role'
}

/**
 * So many nodes on the largest circle of the stage, each as large as leaves a gap to the next one, of so many diameters at most. An even
 * number stands flat on its base: that makes the circle larger.
 */
export function circleLayout(count: number, stage: Size, node_px_max: number, gap_max: number = GAP.most): Circle {
  const middle = { x: stage.width / 2, y: stage.height / 2 }
  if (count <= 1)
    return { node_px: Math.floor(Math.min(node_px_max, stage.width, stage.height)), places: count === 1 ? [middle] : [] }
  const turn = count % 2 === 0 ? 0.5 : 0
  const units = Array.from({ length: count }, (_, i) => {
    const angle = ((i - turn) / count) * 2 * Math.PI - Math.PI / 2
    return { x: Math.cos(angle), y: Math.sin(angle) }
  })
  const [left, right] = range(units.map(({ x }) => x))
  const [top, bottom] = range(units.map(({ y }) => y))
  const chord = 2 * Math.sin(Math.PI / count)
  const gap = Math.max(GAP.least, Math.min(gap_max, GAP.of_count / count))
  const sides = [
    { room_px: stage.width, extent: right - left },
    { room_px: stage.height, extent: bottom - top }
  ]
  // radius = (room − node) / extent, and chord · radius = node · (1 + gap).
  const node_px = Math.floor(
    Math.min(node_px_max, ...sides.map(({ room_px, extent }) => (chord * room_px) / (extent * (1 + gap) + chord)))
  )
  const radius_px = Math.min(
    (APART_MAX * node_px) / chord,
    ...sides.map(({ room_px, extent }) => Math.max(0, room_px - node_px) / extent)
  )
  const place = ({ x, y }: Point): Point => ({
    x: middle.x + radius_px * (x - (left + right) / 2),
    y: middle.y + radius_px * (y - (top + bottom) / 2)
  })
  return { node_px, places: units.map(place) }
}

function range(values: readonly number[]): [number, number] {
  return [Math.min(...values), Math.max(...values)]
}
