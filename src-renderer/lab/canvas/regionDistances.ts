import type { Sliced } from '../frames/sliced'
import { between, distance } from './geometry'
import type { Point } from './geometry'
import { meanOf } from './groupRegions'
import type { PlacedLabel, Scene } from './groupRegions'
import { boxAt, cheapestPlace, textSize } from './labelPlacement'

/** How far two groups of nodes are from each other, in words. */
export interface Distance {
  readonly a: { readonly name: string; readonly nodes: readonly string[] }
  readonly b: { readonly name: string; readonly nodes: readonly string[] }
  readonly text: string
}

const STEP_PX = 8
const ASIDE_MAX_PX = 120
/** Around the words. */
const FRAME_PX = { width: 14, height: 4 }

/** The words of each distance half-way between its two ends, where they cover nothing. */
export function* placeDistances(distances: readonly Distance[], scene: Scene): Sliced<PlacedLabel[]> {
  const boxes = [...scene.boxes]
  const placed: PlacedLabel[] = []
  for (const { a, b, text } of distances) {
    const [from, to] = [a, b].map(({ nodes }) => meanOf(nodes.flatMap((node) => scene.places.get(node) ?? []))) as [Point, Point]
    const middle = between(from, to, 0.5)
    const lines = [`${a.name} – ${b.name}`, text]
    const { width, height } = textSize(lines, scene.font_px)
    const size = { width: width + FRAME_PX.width, height: height + FRAME_PX.height }
    const around = boxAt(middle, { width: 2 * ASIDE_MAX_PX, height: 2 * ASIDE_MAX_PX })
    const obstacles = { ...scene, boxes, discs: [...scene.places.values()] }
    const best = yield* cheapestPlace(size, around, STEP_PX, obstacles, (place) => distance(place, middle))
    if (!best) continue
    const box = boxAt(best.place, size)
    boxes.push(box)
    placed.push({ lines, place: best.place, box })
  }
  return placed
}
