import type { ReachGroup } from '../../../src-shared/folds/reachability'
import type { EndpointId } from '../../../src-shared/ids'
import type { Sliced } from '../frames/sliced'
import { boundaryOf, obstaclesOf } from './boundary'
import type { Boundary } from './boundary'
import type { Point } from './geometry'
import { groupRegions } from './groupRegions'
import type { GroupRegions, PlacedLabel, Scene } from './groupRegions'
import { placeMarks } from './linkMarks'
import type { LinkMark, MarkedLink } from './linkMarks'
import { isParted } from './partition'
import type { Partition } from './partition'
import { placeDistances } from './regionDistances'
import type { Distance } from './regionDistances'

/** Around the nodes of a region: wider than a group of nodes that reach each other. */
const PLACE_PAD_PX = 24

/** The scenario's regions as areas, and the words on how far apart they are. */
export interface RegionPlan {
  readonly areas: GroupRegions['regions']
  readonly distances: readonly PlacedLabel[]
  /** Of all these words. */
  readonly boxes: Scene['boxes']
}

export function* planRegions(
  regions: readonly { readonly name: string; readonly nodes: readonly string[] }[],
  distances: readonly Distance[],
  scene: Scene
): Sliced<RegionPlan> {
  const names = new Map(regions.map(({ name, nodes }) => [nodes.join(), name]))
  const texts = ({ nodes }: ReachGroup): string[][] => [[names.get(nodes.join())!]]
  const groups = regions.map(({ nodes }) => ({ nodes, quorum: null }))
  const { regions: areas } = yield* groupRegions(groups, scene, { texts, pad_px: PLACE_PAD_PX })
  const labels = areas.flatMap(({ label }) => label?.box ?? [])
  const placed = yield* placeDistances(distances, { ...scene, boxes: [...scene.boxes, ...labels] })
  return { areas, distances: placed, boxes: [...labels, ...placed.map(({ box }) => box)] }
}

/** What is drawn of the groups and links besides nodes and lines, and where its words have room. */
export interface CanvasPlan {
  /** Of the canvas that it was made for. */
  readonly bounds: Scene['bounds']
  readonly regions: GroupRegions | null
  /** null: the partition that it was made for cannot be drawn as one line, or there was none. */
  readonly boundary: Boundary | null
  readonly partition: Partition | null
  readonly marks: ReadonlyMap<string, LinkMark | null>
}

export interface PlanInput {
  readonly scene: Scene
  /** As areas show them; empty: everybody reaches everybody. */
  readonly groups: readonly ReachGroup[]
  readonly partition: Partition | null
  /** All that would be written on links without a boundary. */
  readonly marked: readonly MarkedLink[]
  /** Of nodes and chips. */
  readonly positions: ReadonlyMap<EndpointId, Point>
}

export function* planCanvas({ scene, groups, partition, marked, positions }: PlanInput): Sliced<CanvasPlan> {
  const sides = partition?.groups ?? groups
  const regions = groups.length === 0 ? null : yield* groupRegions(groups, scene, { sides })
  const obstacles = obstaclesOf(scene, regions)
  const boundary = partition && regions ? yield* boundaryOf(partition, regions, obstacles, scene.font_px) : null
  const own = partition && boundary ? marked.filter(({ a, b }) => !isParted(partition, a, b)) : marked
  const taken = boundary?.label ? [boundary.label.box] : []
  const known = { ...obstacles, boxes: [...obstacles.boxes, ...taken] }
  return { bounds: scene.bounds, regions, boundary, partition, marks: yield* placeMarks(own, positions, known, scene.font_px) }
}
