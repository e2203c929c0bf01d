import { expect, test } from 'vitest'
import { leaderOf, leaderSlots, routesOf } from '../../../src-node/protocols/multi-leader/regions'
import type { Topology } from '../../../src-shared/protocols/multi-leader/choices'

const routes = (slot: number, nodes: number, leaders: number, topology: Topology) =>
  routesOf(slot, nodes, leaderSlots(nodes, leaders), topology).map(({ to, origins }) => `${to}: ${[...origins].join(',')}`)

test('regions are of nearly equal size, and their first node leads', () => {
  expect(leaderSlots(6, 2)).toEqual([0, 3])
  expect(leaderSlots(5, 3)).toEqual([0, 2, 4])
  expect(leaderSlots(3, 3)).toEqual([0, 1, 2])
  expect([0, 1, 2, 3, 4].map((slot) => leaderOf(slot, [0, 2, 4]))).toEqual([0, 0, 2, 2, 4])
})

test('all to all: a leader sends its own updates to all others, and everything to its followers', () => {
  expect(routes(0, 4, 2, 'all-to-all')).toEqual(['2: 0', '1: 0,2'])
  expect(routes(1, 4, 2, 'all-to-all')).toEqual(['0: '])
})

test('in a ring everything goes on to the next leader but what that one made', () => {
  expect(routes(2, 3, 3, 'ring')).toEqual(['0: 1,2'])
  expect(routes(0, 1, 1, 'ring')).toEqual([])
})

test('in a star the hub passes everything on, and the others send it what they made', () => {
  expect(routes(0, 3, 3, 'star')).toEqual(['1: 0,2', '2: 0,1'])
  expect(routes(1, 3, 3, 'star')).toEqual(['0: 1'])
})

test.each(['all-to-all', 'ring', 'star'] as const)('%s: every update reaches every node', (topology) => {
  for (let nodes = 1; nodes <= 7; nodes++) {
    for (let count = 1; count <= nodes; count++) {
      const leaders = leaderSlots(nodes, count)
      for (const origin of leaders) {
        const reached = new Set([origin])
        for (const slot of reached) {
          for (const { to, origins } of routesOf(slot, nodes, leaders, topology)) if (origins.has(origin)) reached.add(to)
        }
        expect(reached.size).toBe(nodes)
      }
    }
  }
})
