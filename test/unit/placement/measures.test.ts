import { describe, expect, it } from 'vitest'
import { createConsistentHashing } from '../../../src-shared/placement/consistent-hashing'
import { createMaglev } from '../../../src-shared/placement/maglev'
import { hashesKept, imbalance, loadOf, movedKeys, movedShare, outOfBalance } from '../../../src-shared/placement/measures'
import { createModulo } from '../../../src-shared/placement/modulo'
import { leastMoved, movedByModulo, ringStandardError } from '../../../src-shared/placement/theory'
import { named, someKeys } from './support'

const KEYS = someKeys(20_000)

describe('what moves', () => {
  it.each([
    [3, 4, 3 / 4],
    [10, 11, 10 / 11],
    [4, 8, 1 / 2],
    [6, 4, 2 / 3]
  ])('from %d members to %d modulo moves %d of the keys', (before, after, share) => {
    expect(movedByModulo(before, after)).toBeCloseTo(share, 12)
    const moved = movedKeys(createModulo(named(before)), createModulo(named(after)), KEYS).length / KEYS.length
    expect(Math.abs(moved - share)).toBeLessThan(0.015)
  })

  it.each([
    [10, 11, 1 / 11],
    [10, 9, 1 / 10],
    [4, 8, 1 / 2]
  ])('from %d members to %d at least %d of the keys must move', (before, after, share) => {
    expect(leastMoved(before, after)).toBeCloseTo(share, 12)
  })

  it('the share of the hashes is that of many keys', () => {
    const [before, after] = [5, 6].map((count) => createConsistentHashing(named(count)))
    const share = movedShare(before!, after!)
    expect(Math.abs(movedKeys(before!, after!, KEYS).length / KEYS.length - share)).toBeLessThan(0.015)
    expect(movedShare(after!, before!)).toBe(share)
    expect(movedShare(before!, before!)).toBe(0)
  })

  it('placements of different hashes cannot be compared', () => {
    expect(() => movedShare(createConsistentHashing(named(2)), createMaglev(named(2)))).toThrow(
      'Both must place the same hashes, but there are 4294967296 and 65537.'
    )
  })
})

describe('load', () => {
  it('of a member that owns no key is zero', () => {
    expect([...loadOf(createModulo(named(3)), []).values()]).toEqual([0, 0, 0])
  })

  it('with replicas comes to so many times the hashes', () => {
    const ring = createConsistentHashing(named(5))
    const kept = [...hashesKept(ring, 3).values()].reduce((sum, hashes) => sum + hashes, 0)
    expect(kept).toBe(3 * ring.hashes)
  })

  it('is judged by its maximum, its standard error, and how many are off the mean', () => {
    expect(imbalance([2, 4, 4, 6])).toEqual({ max_over_mean: 1.5, standard_error: Math.SQRT2 / 4 })
    expect(outOfBalance([100, 100, 114, 86])).toBe(0)
    expect(outOfBalance([100, 100, 120, 80])).toBe(0.5)
    expect(outOfBalance([100, 100, 120, 80], 0.25)).toBe(0)
  })

  it('on a ring is off by about one over the root of the virtual nodes', () => {
    expect(ringStandardError(500, 1)).toBeCloseTo(0.998, 3)
    expect(ringStandardError(10_000, 100)).toBeCloseTo(0.1, 4)
    expect(ringStandardError(1, 100)).toBe(0)
  })
})
