import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createJump, jumpHash } from '../../../src-shared/placement/jump'
import { movedKeys } from '../../../src-shared/placement/measures'
import { leastMoved } from '../../../src-shared/placement/theory'
import { named, someKeys } from './support'

const SEED = 12
const BUCKETS = [1, 2, 10, 57, 100, 666, 1024, 65536, 2147483647]

describe(`jump hash (seed ${SEED})`, () => {
  // What the paper's C++ answers, compiled as it is printed.
  it.each([
    [0n, [0, 0, 0, 0, 0, 0, 0, 0, 0]],
    [1n, [0, 0, 6, 55, 55, 549, 549, 21134, 262355607]],
    [42n, [0, 1, 2, 43, 43, 571, 571, 5747, 1603940301]],
    [256n, [0, 1, 3, 16, 16, 520, 520, 8799, 74751002]],
    [0xdead10ccn, [0, 1, 5, 13, 94, 361, 361, 6591, 1321988195]],
    [0xffffffffffffffffn, [0, 1, 9, 10, 92, 313, 313, 18311, 699554662]],
    [0x9e3779b97f4a7c15n, [0, 1, 3, 3, 71, 560, 838, 56183, 1680513372]],
    [1n << 53n, [0, 0, 8, 30, 63, 63, 784, 44309, 570704205]]
  ])('key %d lies in the buckets of the published algorithm', (key, wanted) => {
    expect(BUCKETS.map((buckets) => jumpHash(key, buckets))).toEqual(wanted)
  })

  it('a bucket more takes keys from all, and no key moves between old ones', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), fc.integer({ min: 1, max: 5_000 }), (key, buckets) => {
        const after = jumpHash(key, buckets + 1)
        expect(after === buckets || after === jumpHash(key, buckets)).toBe(true)
      }),
      { seed: SEED, numRuns: 500 }
    )
    const moves = movedKeys(createJump(named(10)), createJump(named(11)), someKeys(20_000))
    expect(moves.length / 20_000 / leastMoved(10, 11)).toBeCloseTo(1, 1)
    expect(new Set(moves.map(({ from }) => from)).size).toBe(10)
  })

  it('tells the jumps that led to a bucket', () => {
    expect(createJump(named(4)).explain('user-42')).toMatch(
      /^"user-42" hashes to 0x[0-9a-f]+; its jumps below 4 lead to 0(, \d)*, the place of n\d\.$/
    )
  })

  it.each([0, -1, 1.5, 2 ** 31])('refuses %d buckets', (buckets) => {
    expect(() => jumpHash(1n, buckets)).toThrow(`a whole number from 1 to 2147483647, but it is ${buckets}.`)
  })
})
