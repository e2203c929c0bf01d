import type { Sliced } from '../frames/sliced'
import { distance } from './geometry'
import type { Point } from './geometry'
import { meanOf } from './groupRegions'
import type { GroupRegions, PlacedLabel, Scene } from './groupRegions'
import { boxAt, cheapestPlace, textSize } from './labelPlacement'
import type { Obstacles } from './labelPlacement'
import { partitionText } from './partition'
import type { Partition } from './partition'
import { pointsDistance } from './skeleton'

/** One line for all links that a partition cuts. */
export interface Boundary {
  readonly path: string
  readonly one_way: boolean
  /** null: no room for it. */
  readonly label: PlacedLabel | null
}

/** Icon and frame around the words. */
const AROUND_PX = { width: 34, height: 6 }
const STEP_PX = 10
const OFF_LINE_COST = 3
const OFF_MIDDLE_COST = 0.25

/** What further words must not cover: nodes, chips, and the groups' words. */
export function obstaclesOf(scene: Scene, regions: GroupRegions | null): Obstacles {
  const labels = [regions?.common ?? null, ...(regions?.regions ?? []).map(({ label }) => label)].flatMap(
    (label) => label?.box ?? []
  )
  return { ...scene, discs: [...scene.places.values()], boxes: [...scene.boxes, ...labels] }
}

/** null: the groups' areas have no line between them. */
export function* boundaryOf(
  partition: Partition,
  regions: GroupRegions,
  obstacles: Obstacles,
  font_px: number
): Sliced<Boundary | null> {
  const line = regions.boundary.flat()
  if (line.length === 0) return null
  return {
    path: regions.boundary_path,
    one_way: partition.one_way !== null,
    label: yield* labelOn(line, partitionText(partition), obstacles, font_px)
  }
}

/** On the line where the words cover nothing, near its middle. */
function* labelOn(line: readonly Point[], text: string, obstacles: Obstacles, font_px: number): Sliced<PlacedLabel | null> {
  const { width, height } = textSize([text], font_px)
  const size = { width: width + AROUND_PX.width, height: height + AROUND_PX.height }
  const middle = meanOf(line)
  const xs = line.map(({ x }) => x)
  const ys = line.map(({ y }) => y)
  const within = {
    left: Math.min(...xs) - size.width,
    right: Math.max(...xs) + size.width,
    top: Math.min(...ys) - size.height,
    bottom: Math.max(...ys) + size.height
  }
  const best = yield* cheapestPlace(
    size,
    within,
    STEP_PX,
    obstacles,
    (at) => pointsDistance(line, at.x, at.y) * OFF_LINE_COST + distance(at, middle) * OFF_MIDDLE_COST
  )
  return best && { lines: [text], place: best.place, box: boxAt(best.place, size) }
}
