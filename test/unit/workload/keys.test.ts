import { describe, expect, it } from 'vitest'
import { createKeyPicker } from '../../../src-main/workload/keys'
import { createRandom } from '../../../src-shared/random'

const SEED = 11
const DRAWS = 100_000

/** Share of the draws that each key got. */
function shares(pick: (u: number) => string): Map<string, number> {
  const random = createRandom(SEED, 'keys')
  const counts = new Map<string, number>()
  for (let i = 0; i < DRAWS; i++) {
    const key = pick(random())
    counts.set(key, (counts.get(key) ?? 0) + 1 / DRAWS)
  }
  return counts
}

/** 99.9 % of samples lie within this of the probability. */
const margin = (p: number) => 3.3 * Math.sqrt((p * (1 - p)) / DRAWS)

describe(`key distributions (seed ${SEED})`, () => {
  it('uniform gives every key its equal share and no other key', () => {
    const got = shares(createKeyPicker({ distribution: 'uniform', count: 7 }))
    expect([...got.keys()].sort()).toEqual(['k1', 'k2', 'k3', 'k4', 'k5', 'k6', 'k7'])
    for (const share of got.values()) expect(Math.abs(share - 1 / 7)).toBeLessThan(margin(1 / 7))
  })

  it.each([0, 0.99, 2])('zipf with exponent %d gives rank r the share r^-exponent', (exponent) => {
    const count = 50
    const got = shares(createKeyPicker({ distribution: 'zipf', count, exponent }))
    const sum = Array.from({ length: count }, (_, i) => (i + 1) ** -exponent).reduce((a, b) => a + b)
    for (const rank of [1, 2, 5, 50]) {
      const p = rank ** -exponent / sum
      expect(Math.abs((got.get(`k${rank}`) ?? 0) - p)).toBeLessThanOrEqual(margin(p))
    }
    expect(got.size).toBeLessThanOrEqual(count)
  })

  it('zipf stays within its keys at both ends', () => {
    const pick = createKeyPicker({ distribution: 'zipf', count: 3, exponent: 1 })
    expect([pick(0), pick(1 - 2 ** -53)]).toEqual(['k1', 'k3'])
  })

  it('hot gives one key its share and the others the rest evenly', () => {
    const got = shares(createKeyPicker({ distribution: 'hot', count: 5, share: 0.8 }))
    expect(Math.abs(got.get('k1')! - 0.8)).toBeLessThan(margin(0.8))
    for (const key of ['k2', 'k3', 'k4', 'k5']) expect(Math.abs(got.get(key)! - 0.05)).toBeLessThan(margin(0.05))
  })

  it('hot takes all or nothing at the ends of its range', () => {
    expect([...shares(createKeyPicker({ distribution: 'hot', count: 3, share: 1 })).keys()]).toEqual(['k1'])
    expect(shares(createKeyPicker({ distribution: 'hot', count: 3, share: 0 })).has('k1')).toBe(false)
  })
})
