import { describe, expect, it } from 'vitest'
import { createConsistentHashing } from '../../../src-shared/placement/consistent-hashing'
import { hashesKept, imbalance, movedShare } from '../../../src-shared/placement/measures'
import { HASHED_POINTS } from '../../../src-shared/placement/ring-points'
import { leastMoved, ringStandardError } from '../../../src-shared/placement/theory'
import type { Arc, Member } from '../../../src-shared/placement/placement'
import { named, someKeys } from './support'

const sharesOf = (members: readonly Member[], virtual_nodes: number) => {
  const placement = createConsistentHashing(members, { virtual_nodes })
  return [...hashesKept(placement)].map(([id, hashes]) => ({ id, share: hashes / placement.hashes }))
}

describe('virtual nodes', () => {
  // Lamping & Veach 2014, table 1. The spread of the measure falls with the number of members and rings.
  it.each([
    { virtual_nodes: 1, published: 0.998, members: 500, rings: 20, tolerance: 0.05 },
    { virtual_nodes: 10, published: 0.315, members: 500, rings: 10, tolerance: 0.03 },
    { virtual_nodes: 100, published: 0.0997, members: 500, rings: 4, tolerance: 0.05 },
    { virtual_nodes: 1_000, published: 0.0316, members: 100, rings: 4, tolerance: 0.1 }
  ])('$virtual_nodes a member: the standard error of the load is $published', (figure) => {
    const errors = Array.from({ length: figure.rings }, (_, ring) => {
      const shares = sharesOf(named(figure.members, `ring-${ring}-`), figure.virtual_nodes)
      return imbalance(shares.map(({ share }) => share)).standard_error
    })
    const measured = Math.sqrt(errors.reduce((sum, error) => sum + error ** 2, 0) / errors.length)
    const calculated = ringStandardError(figure.members, figure.virtual_nodes)
    expect(Math.abs(measured / calculated - 1)).toBeLessThan(figure.tolerance)
    expect(Math.abs(measured / figure.published - 1)).toBeLessThan(figure.tolerance)
  })

  it('one a member: who leaves burdens one neighbour with all it had', () => {
    const { gainers, left } = afterRemoval(1)
    expect(gainers).toHaveLength(1)
    expect(gainers[0]).toBeCloseTo(left, 12)
  })

  it('many a member: who leaves burdens all others, each with a little', () => {
    const { gainers, left } = afterRemoval(160)
    expect(gainers).toHaveLength(9)
    expect(Math.max(...gainers)).toBeLessThan(0.25 * left)
  })

  it('a member that joins ten takes about an eleventh, from all of them', () => {
    const [before, after] = [10, 11].map((count) => createConsistentHashing(named(count), { virtual_nodes: 1_000 }))
    expect(movedShare(before!, after!) / leastMoved(10, 11)).toBeCloseTo(1, 1)
  })
})

/** What the others gain when one of ten leaves, and what it had. */
function afterRemoval(virtual_nodes: number): { gainers: number[]; left: number } {
  const before = sharesOf(named(10), virtual_nodes)
  const after = new Map(sharesOf(named(10).slice(1), virtual_nodes).map(({ id, share }) => [id, share]))
  const gains = before.slice(1).map(({ id, share }) => after.get(id)! - share)
  return { gainers: gains.filter((gain) => gain > 0), left: before.find(({ id }) => id === 'n1')!.share }
}

describe('weights', () => {
  const weighted: Member[] = [{ id: 'a', weight: 2 }, { id: 'b' }, { id: 'c', weight: 0.5 }]

  it('a member that joins moves no point of the others', () => {
    const before = createConsistentHashing(weighted)
    const after = createConsistentHashing([...weighted, { id: 'd', weight: 7 }])
    const ends = (all: readonly Arc[], id: string) =>
      all.filter(({ owner, to }) => owner === id && to < before.hashes).map(({ to }) => to)
    for (const { id } of weighted) expect(ends(after.arcs(), id)).toEqual(ends(before.arcs(), id))
    expect(movedShare(before, after)).toBeCloseTo(hashesKept(after).get('d')! / after.hashes, 12)
  })

  it('a member that leaves moves its own keys alone', () => {
    const before = createConsistentHashing(weighted)
    const after = createConsistentHashing(weighted.slice(1))
    for (const key of someKeys(2_000)) if (before.owner(key) !== 'a') expect(after.owner(key)).toBe(before.owner(key))
    expect(movedShare(before, after)).toBeCloseTo(hashesKept(before).get('a')! / before.hashes, 12)
  })

  it('a small weight beside a great one still has a point', () => {
    const placement = createConsistentHashing([
      { id: 'small', weight: 0.0001 },
      { id: 'great', weight: 100 }
    ])
    expect(hashesKept(placement).get('small')).toBeGreaterThan(0)
    expect(placement.owners('any', 2).sort()).toEqual(['great', 'small'])
  })

  it('a member has load as its weight', () => {
    const placement = createConsistentHashing(weighted, { virtual_nodes: 2_000 })
    const share = (id: string) => hashesKept(placement).get(id)! / placement.hashes
    expect(share('a')).toBeCloseTo(2 / 3.5, 1)
    expect(share('c')).toBeCloseTo(0.5 / 3.5, 1)
  })
})

it('a point that two members share is the first one’s by name', () => {
  const points = { ...HASHED_POINTS, pointsOf: () => [1_000] }
  for (const members of [named(2), named(2).reverse()]) {
    const placement = createConsistentHashing(members, { points })
    expect(placement.arcs().map(({ owner }) => owner)).toEqual(['n1', 'n1'])
    expect(placement.owners('any', 2)).toEqual(['n1', 'n2'])
  }
})

it('says which virtual node a key fell to, and that the circle closes', () => {
  const points = { hashOf: (key: string) => Number(key), pointsOf: (id: string) => (id === 'n1' ? [70_000, 5_000] : [90_000]) }
  const placement = createConsistentHashing(named(2), { points })
  expect(placement.explain('6000')).toBe('"6000" hashes to 6,000; the first point clockwise is 70,000, virtual node 0 of n1.')
  expect(placement.explain('90001')).toBe(
    '"90001" hashes to 90,001; the first point clockwise, around the end of the circle, is 5,000, virtual node 1 of n1.'
  )
  expect(placement.owner('70000')).toBe('n1')
  expect(placement.owner('70001')).toBe('n2')
})

it('refuses more points than it is built for', () => {
  expect(() => createConsistentHashing(named(2), { virtual_nodes: 2 ** 20 })).toThrow(
    'A ring has at most 1048576 points, but there would be 2097152.'
  )
})
