import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { assignBounded } from '../../../src-shared/placement/bounded-loads'
import { createConsistentHashing } from '../../../src-shared/placement/consistent-hashing'
import { named, someKeys } from './support'

const SEED = 14
const counts = (assigned: ReadonlyMap<string, string>) => {
  const load = new Map<string, number>()
  for (const owner of assigned.values()) load.set(owner, (load.get(owner) ?? 0) + 1)
  return load
}

describe(`bounded loads (seed ${SEED})`, () => {
  it('place every key, and nobody gets more than the factor times its fair part', () => {
    const weight = fc.double({ min: 0.1, max: 10, noNaN: true })
    const members = fc.array(weight, { minLength: 1, maxLength: 8 })
    fc.assert(
      fc.property(members, fc.double({ min: 1, max: 3, noNaN: true }), fc.nat(500), (weights, factor, count) => {
        const ring = createConsistentHashing(
          weights.map((weight, i) => ({ id: `n${i}`, weight })),
          { virtual_nodes: 5 }
        )
        const assigned = assignBounded(ring, someKeys(count), factor)
        expect(assigned.size).toBe(count)
        const total = weights.reduce((sum, one) => sum + one, 0)
        for (const [id, load] of counts(assigned))
          expect(load).toBeLessThanOrEqual(Math.ceil((factor * count * weights[Number(id.slice(1))]!) / total))
      }),
      { seed: SEED }
    )
  })

  it('leave keys with their owner where there is room, and take the next of the preference list where not', () => {
    const ring = createConsistentHashing(named(5), { virtual_nodes: 1 })
    const keys = someKeys(1_000)
    const assigned = assignBounded(ring, keys, 1.25)
    expect(Math.max(...counts(assigned).values())).toBe(250)
    const full = new Set<string>()
    const load = new Map<string, number>()
    for (const key of keys) {
      const owner = assigned.get(key)!
      expect(owner).toBe(ring.owners(key, 5).find((id) => !full.has(id)))
      load.set(owner, (load.get(owner) ?? 0) + 1)
      if (load.get(owner) === 250) full.add(owner)
    }
  })

  it('without effect when the factor is great', () => {
    const ring = createConsistentHashing(named(5))
    for (const [key, owner] of assignBounded(ring, someKeys(300), 100)) expect(owner).toBe(ring.owner(key))
  })

  it('refuse a factor under which not all keys would have room', () => {
    expect(() => assignBounded(createConsistentHashing(named(2)), ['a'], 0.9)).toThrow('must be at least 1, but it is 0.9.')
  })
})
