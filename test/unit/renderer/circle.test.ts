import { describe, expect, test } from 'vitest'
import { askLines } from '../../../src-renderer/lab/canvas/askedNodes'
import { circleLayout, detailOf } from '../../../src-shared/layout/circle'
import { clientPlaces } from '../../../src-renderer/lab/canvas/clientPlaces'
import { distance } from '../../../src-renderer/lab/canvas/geometry'

const NODE_PX_MAX = 160
const STAGES = [
  { width: 840, height: 370 },
  { width: 760, height: 240 },
  { width: 1200, height: 700 }
]
const COUNTS = [2, 3, 4, 5, 6, 7, 9, 12, 15]

describe.each(STAGES)('the circle on $width × $height', (stage) => {
  test.each(COUNTS)('%i nodes stand on it, within the stage and apart from each other', (count) => {
    const { node_px, places } = circleLayout(count, stage, NODE_PX_MAX)
    for (const { x, y } of places) {
      expect(Math.min(x, stage.width - x)).toBeGreaterThanOrEqual(node_px / 2 - 0.01)
      expect(Math.min(y, stage.height - y)).toBeGreaterThanOrEqual(node_px / 2 - 0.01)
    }
    const neighbours = places.map((place, i) => distance(place, places[(i + 1) % count]!))
    expect(Math.min(...neighbours)).toBeGreaterThan(node_px * 1.15)
    expect(Math.max(...neighbours)).toBeCloseTo(Math.min(...neighbours))
  })
  test.each(COUNTS.slice(1))('%i nodes take all of its height, unless they are as large as they get', (count) => {
    const { node_px, places } = circleLayout(count, stage, NODE_PX_MAX)
    const ys = places.map(({ y }) => y)
    if (node_px < NODE_PX_MAX) expect(Math.max(...ys) - Math.min(...ys) + node_px).toBeGreaterThan(stage.height - 4)
  })
})

test('nodes stand clockwise from the top', () => {
  const [first, second, third] = circleLayout(5, STAGES[0]!, NODE_PX_MAX).places
  expect(first!.x).toBeCloseTo(STAGES[0]!.width / 2)
  expect(first!.y).toBeLessThan(second!.y)
  expect(second!.x).toBeGreaterThan(first!.x)
  expect(third!.y).toBeGreaterThan(second!.y)
})

test('one node stands in the middle', () => {
  expect(circleLayout(1, STAGES[0]!, NODE_PX_MAX).places).toEqual([{ x: 420, y: 185 }])
})

test('a larger node shows more', () => {
  expect([160, 80, 50].map(detailOf)).toEqual(['all', 'some', 'role'])
})

describe('clients', () => {
  test.each([1, 2, 5, 8])('%i chips stand in two columns beside the nodes', (count) => {
    const places = clientPlaces(count, { width: 1000, height: 300 }, 60, 400)
    for (const { x, y } of places) {
      expect(Math.abs(x - 500)).toBeGreaterThan(200)
      expect(y).toBeGreaterThan(60)
      expect(y).toBeLessThan(360)
    }
    places.forEach((a, i) => places.slice(i + 1).forEach((b) => expect(distance(a, b)).toBeGreaterThanOrEqual(30)))
  })
  const chip = { x: 10, y: 10 }
  test('have a line to the node that they asked last', () => {
    const asked = new Map([['c1', 'n2']])
    expect(askLines({ asked }, new Map([['c1', chip]]), null)).toEqual([{ key: 'c1', from: chip, to: 'n2', share: 1 }])
  })
  test('in one chip have a line to each node, by how many ask it; the one with a chip of its own has its own', () => {
    const asked = new Map([
      ['c1', 'n1'],
      ['c2', 'n1'],
      ['c3', 'n2'],
      ['c4', 'n1']
    ])
    const all = { clients: ['c1', 'c2', 'c3', 'c4'], place: { x: 0, y: 0 } }
    const lines = askLines({ asked }, new Map([['c4', chip]]), all)
    expect(lines.map(({ key, to, share }) => [key, to, share])).toEqual([
      ['c4', 'n1', 1],
      ['all n1', 'n1', 0.5],
      ['all n2', 'n2', 0.25]
    ])
  })
})
