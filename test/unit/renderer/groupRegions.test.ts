import { describe, expect, test } from 'vitest'
import { boundaryOf, obstaclesOf } from '../../../src-renderer/lab/canvas/boundary'
import { circleLayout } from '../../../src-shared/layout/circle'
import type { Point } from '../../../src-renderer/lab/canvas/geometry'
import { groupRegions } from '../../../src-renderer/lab/canvas/groupRegions'
import type { Scene } from '../../../src-renderer/lab/canvas/groupRegions'
import { boxDistance, boxesIntersect } from '../../../src-renderer/lab/canvas/labelPlacement'
import { placeMarks, pairKey, markSize } from '../../../src-renderer/lab/canvas/linkMarks'
import { boxAt } from '../../../src-renderer/lab/canvas/labelPlacement'
import { isParted, partitionOf } from '../../../src-renderer/lab/canvas/partition'
import { placeDistances } from '../../../src-renderer/lab/canvas/regionDistances'
import { sampleField, zeroContours } from '../../../src-renderer/lab/canvas/scalarField'
import type { Bounds } from '../../../src-renderer/lab/canvas/scalarField'
import { finish } from '../../../src-renderer/lab/frames/sliced'
import { setClosed } from '../../../src-shared/folds/closed-links'
import type { ClosedLinks } from '../../../src-shared/folds/closed-links'

const FONT_PX = 12
const SIZE = { width: 1000, height: 497 }
const TOP = 70

function sceneOf(count: number): Scene {
  const { node_px, places } = circleLayout(count, { width: SIZE.width - 184, height: SIZE.height - 128 }, 160)
  return {
    places: new Map(places.map(({ x, y }, i) => [`n${i + 1}`, { x: x + 92, y: y + TOP }])),
    radius_px: node_px / 2,
    bounds: { left: 4, top: 66, right: SIZE.width - 4, bottom: SIZE.height - 46 },
    boxes: [],
    font_px: FONT_PX
  }
}
const names = (from: number, to: number): string[] => Array.from({ length: to - from + 1 }, (_, i) => `n${from + i}`)
const group = (nodes: readonly string[], of: number) => ({ nodes, quorum: nodes.length > of / 2 })
/** Links between the groups closed, both ways. */
function closedBetween(groups: readonly { nodes: readonly string[] }[]): ClosedLinks {
  const closed: ClosedLinks = new Map()
  for (const a of groups)
    for (const b of groups)
      if (a !== b) for (const from of a.nodes) for (const to of b.nodes) setClosed(closed, { from, to }, true)
  return closed
}
const SHAPES = {
  halves: (count: number) => [names(1, Math.floor(count / 2)), names(Math.floor(count / 2) + 1, count)],
  'one alone': (count: number) => [['n2'], ['n1', ...names(3, count)]],
  'three groups': (count: number) => [['n1'], names(2, Math.ceil(count / 2)), names(Math.ceil(count / 2) + 1, count)]
}

function expectApart(boxes: readonly Bounds[], { places, radius_px, bounds }: Scene): void {
  boxes.forEach((box, i) => {
    for (const other of boxes.slice(i + 1)) expect(boxesIntersect(box, other)).toBe(false)
    for (const { x, y } of places.values()) expect(boxDistance(box, x, y)).toBeGreaterThanOrEqual(radius_px)
    expect(box.left >= bounds.left && box.right <= bounds.right && box.top >= bounds.top && box.bottom <= bounds.bottom).toBe(
      true
    )
  })
}

describe.each([3, 5, 7, 9, 15])('%i nodes', (count) => {
  test.each(Object.entries(SHAPES))('%s: all words stand apart from each other and from nodes', (_, shape) => {
    const scene = sceneOf(count)
    const groups = shape(count).map((nodes) => group(nodes, count))
    const partition = partitionOf(groups, closedBetween(groups))!
    const regions = finish(groupRegions(groups, scene))
    const obstacles = obstaclesOf(scene, regions)
    const boundary = finish(boundaryOf(partition, regions, obstacles, FONT_PX))!
    const labels = [...regions.regions.map(({ label }) => label), boundary.label]
    expect(labels).not.toContain(null)
    expectApart(
      labels.map((label) => label!.box),
      scene
    )
  })
  test('the boundary of halves passes between the nodes', () => {
    const scene = sceneOf(count)
    const halves = SHAPES.halves(count).map((nodes) => group(nodes, count))
    const { boundary } = finish(groupRegions(halves, scene))
    expect(boundary).toHaveLength(1)
    const nearest = (point: Point): number =>
      Math.min(...[...scene.places.values()].map(({ x, y }) => Math.hypot(x - point.x, y - point.y)))
    for (const point of boundary[0]!) expect(nearest(point)).toBeGreaterThan(scene.radius_px)
  })
  test('words on many links stand apart too, and the shortest links have theirs', () => {
    const scene = sceneOf(count)
    const ring = names(1, count).map((a, i) => ({ a, b: `n${((i + 1) % count) + 1}`, text: 'n10 → n11 30 % loss' }))
    const marks = finish(placeMarks(ring, scene.places, obstaclesOf(scene, null), FONT_PX))
    const boxes = [...marks.values()].flatMap((mark) =>
      mark ? [boxAt(mark.place, markSize('n10 → n11 30 % loss', FONT_PX))] : []
    )
    expectApart(boxes, scene)
    const single = finish(placeMarks(ring.slice(0, 1), scene.places, obstaclesOf(scene, null), FONT_PX))
    expect(single.get(pairKey('n1', 'n2'))).not.toBeNull()
  })
})

describe('a partition', () => {
  const groups = [group(['n1', 'n2'], 5), group(['n3', 'n4', 'n5'], 5)]
  test('is one where nothing passes between groups that share nothing', () => {
    expect(partitionOf(groups, closedBetween(groups))).toMatchObject({ pairs: 6, one_way: null })
  })
  test('is none while there is one group, or groups overlap', () => {
    expect(partitionOf(groups.slice(0, 1), new Map())).toBeNull()
    const bridge = [group(['n1', 'n2', 'n3'], 5), group(['n3', 'n4', 'n5'], 5)]
    expect(partitionOf(bridge, closedBetween(SHAPES.halves(5).map((nodes) => group(nodes, 5))))).toBeNull()
  })
  test('stays one when a link is cut within a side: that link keeps its mark', () => {
    const closed = closedBetween(groups)
    setClosed(closed, { from: 'n3', to: 'n4' }, true)
    setClosed(closed, { from: 'n4', to: 'n3' }, true)
    const up = [groups[0]!, group(['n3', 'n5'], 5), group(['n4', 'n5'], 5)]
    const partition = partitionOf(up, closed)!
    expect(partition).toMatchObject({ pairs: 6, one_way: null })
    expect(isParted(partition, 'n1', 'n4')).toBe(true)
    expect(isParted(partition, 'n3', 'n4')).toBe(false)
  })
  test('counts nodes that are down, each on the side to which its links are open', () => {
    const up = [group(['n1', 'n2'], 5), group(['n3', 'n4'], 5)]
    const sides = partitionOf(up, closedBetween(groups), names(1, 5))
    expect(sides).toMatchObject({ pairs: 6, one_way: null, groups: [{ nodes: ['n1', 'n2'] }, { nodes: ['n3', 'n4', 'n5'] }] })
    expect(partitionOf([group(names(1, 4), 5)], new Map(), names(1, 5))).toBeNull()
    const alone = [group(names(1, 4), 5), group(['n5'], 5)]
    expect(partitionOf(alone.slice(0, 1), closedBetween(alone), names(1, 5))).toMatchObject({ pairs: 4 })
  })
  test('has a boundary that keeps clear of nodes that are down', () => {
    const scene = sceneOf(5)
    const up = [group(['n1', 'n2'], 5), group(['n3', 'n4'], 5)]
    const sides = partitionOf(up, closedBetween(groups), names(1, 5))!.groups
    const { x, y } = scene.places.get('n5')!
    const nearest_px = (points: readonly Point[]) => Math.min(...points.map((point) => Math.hypot(point.x - x, point.y - y)))
    expect(nearest_px(finish(groupRegions(up, scene, { sides })).boundary.flat())).toBeGreaterThan(scene.radius_px)
    expect(nearest_px(finish(groupRegions(up, scene)).boundary.flat())).toBeLessThan(scene.radius_px)
  })
  test('of one direction says which', () => {
    const closed: ClosedLinks = new Map()
    for (const from of groups[0]!.nodes) for (const to of groups[1]!.nodes) setClosed(closed, { from, to }, true)
    expect(partitionOf(groups, closed)?.one_way).toEqual({ from: groups[0], to: groups[1] })
  })
  test('is none where links are cut in different ways: each keeps its mark', () => {
    const closed = closedBetween(groups)
    setClosed(closed, { from: 'n1', to: 'n4' }, false)
    expect(partitionOf(groups, closed)).toBeNull()
  })
})

test('the contour of a round hill is closed and round', () => {
  const field = finish(sampleField({ left: 0, top: 0, right: 100, bottom: 100 }, 5, (x, y) => 30 - Math.hypot(x - 50, y - 50)))
  const [contour, ...others] = finish(zeroContours(field))
  expect(others).toEqual([])
  expect(contour!.at(-1)).toEqual(contour![0])
  for (const { x, y } of contour!) expect(Math.abs(Math.hypot(x - 50, y - 50) - 30)).toBeLessThan(0.5)
})

test('the distances between three regions stand apart from nodes and from each other', () => {
  const scene = sceneOf(9)
  const regions = [names(1, 3), names(4, 6), names(7, 9)].map((nodes, i) => ({ name: ['europe', 'america', 'asia'][i]!, nodes }))
  const distances = [
    [0, 1],
    [0, 2],
    [1, 2]
  ].map(([a, b]) => ({ a: regions[a!]!, b: regions[b!]!, text: '40 ± 2 ms' }))
  const labels = finish(placeDistances(distances, scene))
  expect(labels.map(({ lines }) => lines[0])).toEqual(['europe – america', 'europe – asia', 'america – asia'])
  expectApart(
    labels.map(({ box }) => box),
    scene
  )
})
