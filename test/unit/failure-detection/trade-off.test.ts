import { describe, expect, it } from 'vitest'
import type { HeardGap } from '../../../src-shared/failure-detection/trade-off'
import { phiTradeOff, silenceWithin, timeoutTradeOff } from '../../../src-shared/failure-detection/trade-off'

const PHI = { model: 'normal', min_deviation_us: 1_000, acceptable_pause_us: 0 } as const

/** A minute of gaps that spread evenly around 100 ms. */
function gapsOf(spread_us: number): HeardGap[] {
  const before = { mean_us: 100_000, deviation_us: spread_us / Math.sqrt(12) }
  return Array.from({ length: 600 }, (_, at) => ({ gap_us: 100_000 + spread_us * ((at + 0.5) / 600 - 0.5), before }))
}

describe('false alarms against detection time', () => {
  it('fall as the silence grows, to none', () => {
    for (const points of [timeoutTradeOff(gapsOf(40_000)), phiTradeOff(gapsOf(40_000), PHI)]) {
      const alarms = points.map(({ alarms_per_minute }) => alarms_per_minute)
      const silences = points.map(({ silence_us }) => silence_us)
      expect(alarms).toEqual([...alarms].sort((a, b) => b - a))
      expect(silences).toEqual([...silences].sort((a, b) => a - b))
      expect(alarms[0]).toBeGreaterThan(250)
      expect(alarms.at(-1)).toBe(0)
    }
  })

  it('are one line for both detectors where gaps are always alike', () => {
    const gaps = gapsOf(40_000)
    expect(silenceWithin(phiTradeOff(gaps, PHI), 30)! / silenceWithin(timeoutTradeOff(gaps), 30)!).toBeCloseTo(1, 1)
  })

  it('are better under phi where one peer is steadier than another, since a timeout must suit both', () => {
    const gaps = [...gapsOf(4_000), ...gapsOf(160_000)]
    expect(silenceWithin(timeoutTradeOff(gaps), 1)).toBeGreaterThan(170_000)
    expect(silenceWithin(phiTradeOff(gaps, PHI), 1)).toBeLessThan(150_000)
  })

  it('are none without heartbeats', () => {
    expect(timeoutTradeOff([])).toEqual([])
    expect(phiTradeOff([], PHI)).toEqual([])
    expect(silenceWithin([], 1)).toBeNull()
  })
})
