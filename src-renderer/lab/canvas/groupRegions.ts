import type { Quorum, ReachGroup } from '../../../src-shared/folds/reachability'
import type { NodeId } from '../../../src-shared/ids'
import type { Sliced } from '../frames/sliced'
import { distance } from './geometry'
import type { Point, Size } from './geometry'
import { boxAt, boxDistance, cheapestPlace, textSize } from './labelPlacement'
import type { CostedPlace, Obstacles } from './labelPlacement'
import { groupName } from './partition'
import { sampleField, smoothPath, zeroContours } from './scalarField'
import type { Bounds, Contour, ScalarField } from './scalarField'
import { linesDistance, pointsDistance, skeletonOf } from './skeleton'
import type { Skeleton } from './skeleton'

/** Words on the canvas, around their middle. */
export interface PlacedLabel {
  readonly lines: readonly string[]
  readonly place: Point
  readonly box: Bounds
}

/** The area of a group of nodes. */
export interface GroupRegion {
  readonly key: string
  readonly quorum: Quorum
  readonly path: string
  /** null: no room for it. */
  readonly label: PlacedLabel | null
}

export interface GroupRegions {
  readonly regions: readonly GroupRegion[]
  /** So many groups overlap that their equal words are said once. */
  readonly common: PlacedLabel | null
  readonly boundary: readonly Contour[]
  readonly boundary_path: string
}

/** Where nodes stand, and what is on the canvas besides. */
export interface Scene {
  readonly places: ReadonlyMap<NodeId, Point>
  /** Of a node. */
  readonly radius_px: number
  readonly bounds: Bounds
  /** Chips and what else words must not cover. */
  readonly boxes: readonly Bounds[]
  readonly font_px: number
}

const STEP_PX = 10
/** Around nodes; each of several groups that overlap a little wider than the one before. */
const PAD_PX = 14
const OVERLAP_PAD_PX = 5
/** Half of the gap between two areas: the boundary runs in it. */
const HALF_GAP_PX = 5
/** How far lines keep from nodes that are not theirs. */
const CLEAR_PX = 10
/** Around a label that stands beside its group. */
const LABEL_PAD_PX = 7
/** A boundary goes on so far beyond the outermost nodes. */
const BOUNDARY_REACH_PX = 34
/** Around nodes, for labels beside them. */
const AROUND_PX = 150
const FAR_COST = 3
const OFF_MIDDLE_COST = 0.25
/** So many equal labels are one. */
const COMMON_FROM = 3
const LINE_COST_PX = 12

/** `quorum 3 of 5`, `no quorum (2 of 5)`, in a line or in two; without a word where no number decides. */
export function groupTexts({ nodes, quorum }: ReachGroup, of: number): string[][] {
  const share = `${nodes.length} of ${of}`
  if (quorum === null) return [[share]]
  const words = quorum ? ['quorum', share] : ['no quorum', `(${share})`]
  return [[words.join(' ')], words]
}

interface Area {
  readonly group: ReachGroup
  readonly skeleton: Skeleton
  /** From its discs and lines. */
  readonly edge: ScalarField
  /** From its middle lines. */
  readonly spine: ScalarField
  /** From the lines between its nodes. */
  readonly lines: Float64Array
  /** Positive where it is nearer than what is not of it, by half of the difference. */
  readonly limit: Float64Array
}

export interface RegionStyle {
  /** What is said of a group: the same in a line or in several. */
  texts(group: ReachGroup): string[][]
  /** Around nodes. */
  readonly pad_px: number
  /** What the boundary parts, where that is more than the groups: nodes that are down belong to a side too. */
  readonly sides: readonly ReachGroup[]
}

/** Areas around groups, which keep off nodes and groups that are not theirs, and a boundary between those that share nothing. */
export function* groupRegions(
  groups: readonly ReachGroup[],
  scene: Scene,
  { texts = (group) => groupTexts(group, scene.places.size), pad_px = PAD_PX, sides = groups }: Partial<RegionStyle> = {}
): Sliced<GroupRegions> {
  const within = boundsOf([...scene.places.values()], scene.radius_px + AROUND_PX, scene.bounds)
  const areas = yield* areasOf(groups, scene, within)
  const boxes = [...scene.boxes]
  const regions = new Map<Area, GroupRegion>()
  const common = yield* commonLabel(areas, scene)
  // The smallest first: it has the least room for its words.
  for (const area of [...areas].sort((a, b) => a.group.nodes.length - b.group.nodes.length)) {
    const label = common ? null : yield* labelOf(area, texts(area.group), areas, { ...scene, boxes })
    if (label) boxes.push(label.box)
    const pad = pad_px + (overlaps(area, areas) ? areas.indexOf(area) * OVERLAP_PAD_PX : 0)
    const path = smoothPath(yield* zeroContours(shape(area, scene.radius_px + pad, label?.box ?? null)))
    regions.set(area, { key: area.group.nodes.join(), quorum: area.group.quorum, path, label })
  }
  const boundary = yield* boundaryBetween(sides === groups ? areas : yield* areasOf(sides, scene, within), scene)
  return { regions: areas.map((area) => regions.get(area)!), common, boundary, boundary_path: smoothPath(boundary) }
}

function* areasOf(groups: readonly ReachGroup[], { places, radius_px }: Scene, within: Bounds): Sliced<Area[]> {
  const pointsOf = (nodes: readonly NodeId[]): Point[] => nodes.flatMap((node) => places.get(node) ?? [])
  const bare: (Omit<Area, 'limit'> & { readonly apart: ScalarField })[] = []
  for (const group of groups) {
    const foreign = pointsOf([...places.keys()].filter((node) => !group.nodes.includes(node)))
    const skeleton = skeletonOf(pointsOf(group.nodes), foreign, radius_px + CLEAR_PX)
    const points = yield* sampleField(within, STEP_PX, (x, y) => pointsDistance(skeleton.points, x, y))
    const { values: lines } = yield* sampleField(within, STEP_PX, (x, y) => linesDistance(skeleton.segments, x, y))
    const edge = { ...points, values: points.values.map((distance, i) => Math.min(distance - radius_px, lines[i]!)) }
    const spine = { ...points, values: points.values.map((distance, i) => Math.min(distance, lines[i]!)) }
    const apart = yield* sampleField(within, STEP_PX, (x, y) => pointsDistance(foreign, x, y) - radius_px)
    bare.push({ group, skeleton, edge, spine, lines, apart })
  }
  return bare.map(({ apart, ...area }) => {
    const strangers = bare.filter((other) => !shareNodes(area.group, other.group))
    const limit = apart.values.map((distance, i) => {
      let nearest = distance
      for (const { edge } of strangers) nearest = Math.min(nearest, edge.values[i]!)
      return Math.min(1e6, (nearest - area.edge.values[i]!) / 2)
    })
    return { ...area, limit }
  })
}

function shareNodes(a: ReachGroup, b: ReachGroup): boolean {
  return a.nodes.some((node) => b.nodes.includes(node))
}

function overlaps(area: Area, areas: readonly Area[]): boolean {
  return areas.some((other) => other !== area && shareNodes(area.group, other.group))
}

/** Positive within the area: around its skeleton and its label, on its own side. */
function shape({ spine, limit }: Area, reach_px: number, label: Bounds | null): ScalarField {
  const { columns, rows, step_px, origin } = spine
  const values = spine.values.map((distance, i) => {
    const [column, row] = [i % columns, Math.floor(i / columns)]
    // The border is outside, so that every contour closes.
    if (column === 0 || row === 0 || column === columns - 1 || row === rows - 1) return -1
    const beside = label ? LABEL_PAD_PX - boxDistance(label, origin.x + column * step_px, origin.y + row * step_px) : -Infinity
    return Math.min(Math.max(reach_px - distance, beside), limit[i]! - HALF_GAP_PX)
  })
  return { ...spine, values }
}

/** Of many groups that overlap and are alike: one label in their middle, that all may cover. */
function* commonLabel(areas: readonly Area[], scene: Scene): Sliced<PlacedLabel | null> {
  const texts = new Set(areas.map(({ group }) => groupTexts(group, scene.places.size)[0]![0]!))
  if (areas.length < COMMON_FROM || texts.size > 1 || !areas.every((area) => overlaps(area, areas))) return null
  const lines = [`${areas.length} groups overlap,`, `each ${[...texts][0]!}`]
  const size = textSize(lines, scene.font_px)
  const middle = meanOf([...scene.places.values()])
  const obstacles: Obstacles = { ...scene, discs: [...scene.places.values()] }
  const best = yield* cheapestPlace(size, scene.bounds, STEP_PX, obstacles, ({ x, y }) => distance({ x, y }, middle))
  return best && { lines, place: best.place, box: boxAt(best.place, size) }
}

/** In one line or in two, whichever has the better place; where its own side has none, near by with the group's name. */
function* labelOf(area: Area, texts: string[][], areas: readonly Area[], scene: Scene): Sliced<PlacedLabel | null> {
  const isOwn = (at: number): boolean => area.limit[at]! >= HALF_GAP_PX
  const others = areas.filter((other) => other !== area)
  const isFree = (at: number): boolean => others.every(({ spine }) => spine.values[at]! > scene.radius_px + PAD_PX + HALF_GAP_PX)
  const named = texts.map(([first, ...rest]) => [`${groupName(area.group.nodes)}: ${first!}`, ...rest])
  return (yield* cheapestLabel(area, texts, scene, isOwn)) ?? (yield* cheapestLabel(area, named, scene, isFree))
}

function* cheapestLabel(
  area: Area,
  texts: readonly (readonly string[])[],
  scene: Scene,
  isAllowed: (at: number) => boolean
): Sliced<PlacedLabel | null> {
  let cheapest: (CostedPlace & PlacedLabel) | null = null
  for (const lines of texts) {
    const size = textSize(lines, scene.font_px)
    const best = yield* labelPlace(area, size, scene, isAllowed)
    if (best && best.cost < (cheapest?.cost ?? Infinity)) cheapest = { lines, ...best, box: boxAt(best.place, size) }
  }
  return cheapest && { lines: cheapest.lines, place: cheapest.place, box: cheapest.box }
}

/** Within the area if it can be, else beside it; near its nodes and off their lines. */
function labelPlace(area: Area, size: Size, scene: Scene, isAllowed: (at: number) => boolean): Sliced<CostedPlace | null> {
  const { edge, skeleton, spine, lines } = area
  const { columns, rows, origin } = edge
  const obstacles: Obstacles = { ...scene, discs: [...scene.places.values()] }
  const middle = meanOf(skeleton.points)
  /** Nearest corner of the grid; -1: beyond it. */
  const at = (x: number, y: number): number => {
    const [column, row] = [Math.round((x - origin.x) / STEP_PX), Math.round((y - origin.y) / STEP_PX)]
    return column < 0 || row < 0 || column >= columns || row >= rows ? -1 : row * columns + column
  }
  const within = {
    left: origin.x,
    top: origin.y,
    right: origin.x + (columns - 1) * STEP_PX,
    bottom: origin.y + (rows - 1) * STEP_PX
  }
  return cheapestPlace(size, within, STEP_PX, obstacles, ({ x, y }) => {
    const { left, top, right, bottom } = boxAt({ x, y }, size)
    const middle_at = at(x, y)
    if (middle_at < 0 || !isAllowed(middle_at)) return null
    const corners = [at(left, top), at(right, top), at(left, bottom), at(right, bottom)]
    if (corners.some((corner) => corner < 0 || !isAllowed(corner))) return null
    const outside_px = Math.max(0, ...corners.map((corner) => spine.values[corner]! - scene.radius_px))
    // Places are corners of the grid: what is known there need not be worked out for each.
    const off_line_px = lines[middle_at]!
    return outside_px * FAR_COST + Math.max(0, LINE_COST_PX - off_line_px) + distance({ x, y }, middle) * OFF_MIDDLE_COST
  })
}

/** Half-way between each two groups that share nothing, as far as no third one is nearer. */
function* boundaryBetween(areas: readonly Area[], { places, radius_px, bounds }: Scene): Sliced<Contour[]> {
  const all = skeletonOf([...places.values()], [], 0)
  /** Short of the headline, and not far beyond the nodes. */
  const isWithin = ({ edge }: Area, at: number): boolean => {
    const x = edge.origin.x + (at % edge.columns) * STEP_PX
    const y = edge.origin.y + Math.floor(at / edge.columns) * STEP_PX
    const inside = y > bounds.top && y < bounds.bottom
    return inside && linesDistance(all.segments, x, y) < radius_px + BOUNDARY_REACH_PX
  }
  const contours: Contour[] = []
  for (const [a, b] of pairsOf(areas)) {
    if (shareNodes(a.group, b.group)) continue
    const third = areas.filter((other) => other !== a && other !== b)
    const values = a.edge.values.map((distance, at) => {
      const difference = b.edge.values[at]! - distance
      // No line passes here.
      if (Math.abs(difference) > 2 * STEP_PX) return difference
      const nearer = third.some(({ edge }) => edge.values[at]! < distance - STEP_PX)
      return nearer || !isWithin(a, at) ? NaN : difference
    })
    contours.push(...(yield* zeroContours({ ...a.edge, values })))
  }
  return contours
}

function pairsOf<Item>(items: readonly Item[]): [Item, Item][] {
  return items.flatMap((one, i) => items.slice(i + 1).map((other): [Item, Item] => [one, other]))
}

export function meanOf(points: readonly Point[]): Point {
  const sum = points.reduce((total, { x, y }) => ({ x: total.x + x, y: total.y + y }), { x: 0, y: 0 })
  return { x: sum.x / points.length, y: sum.y / points.length }
}

/** What holds all points and so much around them, within the limits. */
function boundsOf(points: readonly Point[], around_px: number, limits: Bounds): Bounds {
  const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)]
  return {
    left: Math.max(limits.left - STEP_PX, Math.min(...xs) - around_px),
    top: Math.max(limits.top - STEP_PX, Math.min(...ys) - around_px),
    right: Math.min(limits.right + STEP_PX, Math.max(...xs) + around_px),
    bottom: Math.min(limits.bottom + STEP_PX, Math.max(...ys) + around_px)
  }
}
