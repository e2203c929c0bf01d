import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareDynamoStrategies } from '../../../src-shared/placement/dynamo-efficiency'
import { createEvenPartitions, createTokenPlacedPartitions } from '../../../src-shared/placement/equal-partitions'
import { hashesKept, loadOf, movedShare, outOfBalance } from '../../../src-shared/placement/measures'
import { leastMoved } from '../../../src-shared/placement/theory'
import type { Member } from '../../../src-shared/placement/placement'
import { createConsistentHashing } from '../../../src-shared/placement/consistent-hashing'
import { randomTokens } from '../../../src-shared/placement/ring-points'
import { createRandom } from '../../../src-shared/random'
import { named, streams } from './support'

const SEED = 15
const even = (members: readonly Member[], partitions: number, before?: string[], seed = SEED) =>
  createEvenPartitions(members, { partitions, random: createRandom(seed, 'even'), before })
const tableOf = (placement: ReturnType<typeof even>) => placement.arcs().map(({ owner }) => owner)
const countOf = (table: readonly string[], id: string) => table.filter((owner) => owner === id).length

describe(`even partitions (seed ${SEED})`, () => {
  it('stay even to one partition through any joins and leaves, and move no more than that takes', () => {
    const change = fc.record({ join: fc.boolean(), at: fc.nat() })
    fc.assert(
      fc.property(fc.array(change, { maxLength: 12 }), fc.integer({ min: 16, max: 200 }), (changes, partitions) => {
        let members = named(3)
        let table = tableOf(even(members, partitions))
        changes.forEach(({ join, at }, i) => {
          if (join || members.length === 1) members = [...members, { id: `new-${i}` }]
          else members = members.filter((_, place) => place !== at % members.length)
          const next = tableOf(even(members, partitions, table, i))
          const counts = members.map(({ id }) => countOf(next, id))
          expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1)
          const gained = members.reduce((sum, { id }) => sum + Math.max(0, countOf(next, id) - countOf(table, id)), 0)
          expect(next.filter((owner, partition) => owner !== table[partition])).toHaveLength(gained)
          table = next
        })
      }),
      { seed: SEED }
    )
  })

  it('who joins takes its part and nothing else moves', () => {
    const before = even(named(4), 1_000)
    const after = even(named(5), 1_000, tableOf(before))
    expect(movedShare(before, after)).toBeCloseTo(leastMoved(4, 5), 6)
    after.arcs().forEach(({ owner }, partition) => {
      if (owner !== 'n5') expect(owner).toBe(before.arcs()[partition]!.owner)
    })
  })

  it('dealt out again among the same members stay where they are, whoever has the one that is left over', () => {
    const table = ['n1', 'n2', 'n3', 'n3', 'n2', 'n1', 'n3', 'n2', 'n1', 'n3']
    expect(tableOf(even(named(3), 10, table))).toEqual(table)
  })

  it('are dealt out otherwise with another seed', () => {
    expect(tableOf(even(named(3), 60, [], 1))).not.toEqual(tableOf(even(named(3), 60, [], 2)))
  })

  it('weights are parts of the partitions', () => {
    const table = tableOf(even([{ id: 'a', weight: 2 }, { id: 'b' }], 99))
    expect([countOf(table, 'a'), countOf(table, 'b')]).toEqual([66, 33])
  })

  it.each([0, 1.5, 2 ** 20 + 1])('cannot be %d', (partitions) => {
    expect(() => even(named(2), partitions)).toThrow(`from 1 to 1048576, but there are ${partitions}.`)
  })
})

describe('token-placed partitions', () => {
  it('lie with the members clockwise from the partition’s end', () => {
    const random = streams(SEED)
    const placement = createTokenPlacedPartitions(named(5), { tokens: 3, partitions: 12, random })
    const ring = createConsistentHashing(named(5), { virtual_nodes: 3, points: randomTokens(random) })
    const arcs = placement.arcs()
    expect(arcs).toHaveLength(12)
    for (const { from, to } of arcs) expect(placement.ownersAt(from, 3)).toEqual(ring.ownersAt(to - 1, 3))
  })
})

describe('Dynamo’s three strategies', () => {
  const seeds = Array.from({ length: 10 }, (_, i) => i + 1)
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

  it.each([16, 64, 256])('with %d entries a node: even partitions balance best, token-placed ones worst', (entries_per_node) => {
    const all = seeds.map((seed) => compareDynamoStrategies({ nodes: 30, replicas: 3, entries_per_node, random: streams(seed) }))
    for (const one of all) {
      expect(one['even partitions']).toBeGreaterThan(one['random tokens'])
      expect(one['even partitions']).toBeGreaterThan(one['token-placed partitions'])
    }
    expect(mean(all.map((one) => one['random tokens']))).toBeGreaterThan(mean(all.map((one) => one['token-placed partitions'])))
  })

  it('are compared alike by equal seeds', () => {
    const compare = () => compareDynamoStrategies({ nodes: 5, replicas: 2, entries_per_node: 8, random: streams(1) })
    expect(compare()).toEqual(compare())
  })

  it('leave fewer nodes out of balance when requests are spread over more keys', () => {
    const placement = even(named(30), 3_000)
    const requests = (popular: number) => Array.from({ length: 60_000 }, (_, i) => `key-${i % popular}`)
    const out = [100, 1_000, 20_000].map((popular) => outOfBalance(loadOf(placement, requests(popular)).values()))
    expect(out[0]).toBeGreaterThan(out[1]!)
    expect(out[1]).toBeGreaterThan(out[2]!)
    expect(out[2]).toBe(0)
    expect(outOfBalance(hashesKept(placement).values())).toBe(0)
  })
})
