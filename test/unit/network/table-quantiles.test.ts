import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { delayQuantile } from '../../../src-shared/network/distributions'
import { LinkModel } from '../../../src-shared/network/link-model'
import { CLEAR_LINK, linkSettingsChangeSchema } from '../../../src-shared/network/netem'
import type { LinkSettings } from '../../../src-shared/network/netem'

const FRAMES = 20_000
const FRAME_BYTES = 64
const PACE_US = 10_000_000

/** Delays of frames that do not wait for each other, ms. */
function delays_ms(settings: LinkSettings, seed: number): number[] {
  const model = new LinkModel('a>b', seed, settings)
  return Array.from({ length: FRAMES }, (_, i) => {
    const fate = model.offer(i * PACE_US, FRAME_BYTES)
    model.leave(FRAME_BYTES)
    return typeof fate === 'string' ? NaN : (fate[0]!.due_us - i * PACE_US) / 1000
  })
}

/** Percentiles as operators publish them, with a tail that may be many times the median. */
const published = fc
  .tuple(
    fc.double({ min: 0.1, max: 1, noNaN: true }),
    fc.array(fc.double({ min: 0.05, max: 1.5, noNaN: true }), { minLength: 5, maxLength: 5 })
  )
  .map(([lowest, rises]) => {
    const shares = [0.5, 0.95, 0.99, 0.999, 0.9999]
    let value = lowest
    return [[0, lowest] as const, ...rises.map((rise, at) => [shares[at]!, (value += rise)] as const)].map(
      ([share, at]) => [share, at] as [number, number]
    )
  })

/** Whether a share of draws below a value fits what it should be, but for 4 standard deviations. */
function fits(below: number, share: number): boolean {
  return Math.abs(below / FRAMES - share) <= 4 * Math.sqrt((share * (1 - share)) / FRAMES)
}

describe('a table with the shares of its quantiles', () => {
  it('has as many draws above each of them as it says, the 99.9th percentile included', () => {
    fc.assert(
      fc.property(published, fc.integer({ min: 1, max: 1_000_000 }), (table, seed) => {
        const sample = delays_ms({ ...CLEAR_LINK, jitter_ms: 100, distribution: 'table', table }, seed)
        for (const [share, value] of table.slice(1)) {
          // Due times are whole microseconds, rounded up.
          expect(fits(sample.filter((ms) => ms <= value * 100 + 0.001).length, share), `${share} at ${value}`).toBe(true)
        }
      }),
      { numRuns: 12, seed: 99 }
    )
  })

  it('never leaves the first and the last of them', () => {
    const quantile = delayQuantile({
      delay_ms: 0,
      jitter_ms: 10,
      distribution: 'table',
      table: [
        [0.1, 1],
        [0.9, 3]
      ]
    })
    expect([0, 0.05, 0.1, 0.5, 0.9, 0.999].map(quantile)).toEqual([10, 10, 10, 20, 30, 30])
  })

  it('must have rising shares and values that do not fall', () => {
    const isValid = (table: unknown) => linkSettingsChangeSchema.safeParse({ table }).success
    expect(
      isValid([
        [0, -1],
        [0.999, 6]
      ])
    ).toBe(true)
    expect(
      isValid([
        [0.5, 0],
        [0.5, 1]
      ])
    ).toBe(false)
    expect(
      isValid([
        [0, 1],
        [1, 0]
      ])
    ).toBe(false)
    expect(isValid([[0, 0], 1])).toBe(false)
    expect(isValid([-1, 0, 1])).toBe(true)
  })
})

it('equally spaced quantiles say nothing of what lies between the last two: eleven of an exponential have a 99.9th percentile that is not its own', () => {
  const exponential = delayQuantile({ delay_ms: 1, jitter_ms: 1, distribution: 'exponential', table: [] })
  const table = Array.from({ length: 11 }, (_, i) => exponential(Math.min(i / 10, 0.9999)) - 1)
  const spaced = delayQuantile({ delay_ms: 1, jitter_ms: 1, distribution: 'table', table })
  expect(exponential(0.999)).toBeCloseTo(Math.log(1000), 9)
  expect(spaced(0.999)).toBeGreaterThan(1.3 * exponential(0.999))
})

it('exponential jitter as long as the delay is the exponential distribution with that mean', () => {
  const sample = delays_ms({ ...CLEAR_LINK, delay_ms: 20, jitter_ms: 20, distribution: 'exponential' }, 7)
  for (const share of [0.1, 0.5, 0.9, 0.99, 0.999])
    expect(fits(sample.filter((ms) => ms <= -20 * Math.log(1 - share)).length, share), String(share)).toBe(true)
})
