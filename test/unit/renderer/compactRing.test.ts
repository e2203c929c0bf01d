import { describe, expect, test } from 'vitest'
import { createClusterFold, foldCluster } from '../../../src-shared/folds/cluster'
import { ringLayout, stretchesOf } from '../../../src-shared/layout/compact-ring'
import { distance } from '../../../src-renderer/lab/canvas/geometry'
import { shownHulls } from '../../../src-renderer/lab/canvas/ringHulls'
import { countsOf, ringNodes } from '../../../src-renderer/lab/canvas/ringNodes'
import type { RingNode } from '../../../src-renderer/lab/canvas/ringNodes'
import { StreamBuilder } from '../support/stream'

const STAGE = { width: 960, height: 360 }
const TOP = 60
const nodes = Array.from({ length: 30 }, (_, i) => `n${i + 1}`)
const places = new Map(nodes.map((node, place) => [node, place]))

describe('the ring', () => {
  test.each([16, 30, 100, 300, 1000])('%i dots lie inside the canvas and do not touch', (count) => {
    const ring = ringLayout(count, STAGE, TOP)
    const dots = Array.from({ length: count }, (_, place) => ring.dot(place))
    for (const { x, y } of dots) {
      expect(x).toBeGreaterThan(ring.dot_px)
      expect(x).toBeLessThan(STAGE.width - ring.dot_px)
      expect(y).toBeGreaterThan(TOP + ring.dot_px)
      expect(y).toBeLessThan(TOP + STAGE.height - ring.dot_px)
    }
    const nearest = Math.min(...dots.map((dot, i) => Math.min(...dots.slice(i + 1).map((other) => distance(dot, other)))))
    expect(nearest).toBeGreaterThan(ring.dot_px)
  })
  test('begins at the top and goes clockwise', () => {
    const { dot } = ringLayout(30, STAGE, TOP)
    expect(dot(0).x).toBeCloseTo(STAGE.width / 2)
    expect(dot(0).y).toBeLessThan(dot(3).y)
    expect(dot(3).x).toBeGreaterThan(dot(0).x)
  })
})

describe('groups on the ring', () => {
  test('are stretches of neighbours, over the top as well', () => {
    expect(stretchesOf(['n4', 'n3', 'n9'], places)).toEqual([
      { from: 2, to: 3 },
      { from: 8, to: 8 }
    ])
    expect(stretchesOf(['n1', 'n2', 'n29', 'n30', 'n5'], places)).toEqual([
      { from: 28, to: 31 },
      { from: 4, to: 4 }
    ])
    expect(stretchesOf(nodes, places)).toEqual([{ from: 0, to: 29 }])
  })
  test('are not drawn while everybody reaches everybody', () => {
    const ring = ringLayout(30, STAGE, TOP)
    expect(shownHulls([{ nodes, quorum: true }], places, ring, STAGE)).toEqual([])
  })
  test('say how many they are, the largest first, as far as their words have room', () => {
    const ring = ringLayout(30, STAGE, TOP)
    const groups = [['n2'], ['n3'], nodes.slice(3)].map((group) => ({ nodes: group, quorum: group.length > 15 }))
    const labels = shownHulls(groups, places, ring, STAGE).map(({ label }) => label?.text ?? null)
    expect(labels).toEqual(['quorum 27 of 30', 'no quorum 1 of 30', null])
  })
})

test('nodes are counted by the words of their roles, and by what their processes do', () => {
  const roles = [
    { name: 'leader', title: 'Leader' },
    { name: 'removed', title: 'Removed', plural: 'removed' }
  ]
  const cluster = createClusterFold({ roles })
  const run = new StreamBuilder(['a', 'b', 'c']).start().boot(1, 'a').boot(1, 'b')
  run.role(2, 'a', 'leader', 1, null).role(2, 'b', 'removed', 1, null)
  for (const event of run.events()) foldCluster(cluster, event)
  const words = ringNodes(cluster, ['a', 'b', 'c'], new Map([['a', 'n9']])).map(({ word, words }) => [word, words])
  expect(words).toEqual([
    ['out-of-date leader', 'out-of-date leaders'],
    ['removed', 'removed'],
    ['down', 'down']
  ])
})

test('the counts name the rarest first, in the plural where they are roles', () => {
  const node = (id: string, word: string, words: string): RingNode => ({ id, icon: 'circle', tone: 'slate', word, words })
  const followers = ['a', 'b', 'c'].map((id) => node(id, 'follower', 'followers'))
  const counts = countsOf([...followers, node('d', 'leader', 'leaders'), node('e', 'down', 'down'), node('f', 'down', 'down')])
  expect(counts.map(({ text }) => text)).toEqual(['1 leader', '2 down', '3 followers'])
})
