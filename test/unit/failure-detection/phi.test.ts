import { describe, expect, it } from 'vitest'
import { addGap, distributionOf, emptyWindow } from '../../../src-shared/failure-detection/heartbeat-window'
import { phiOf, silenceAt } from '../../../src-shared/failure-detection/phi'

const NORMAL = { model: 'normal', min_deviation_us: 0, acceptable_pause_us: 0 } as const

describe('phi', () => {
  it('is 8 at 5.61 standard deviations: after 128 ms of a steady peer, and after 381 ms of a noisy one', () => {
    expect(silenceAt(8, { mean_us: 100_000, deviation_us: 5_000 }, NORMAL) / 1000).toBeCloseTo(128.06, 1)
    expect(silenceAt(8, { mean_us: 100_000, deviation_us: 50_000 }, NORMAL) / 1000).toBeCloseTo(380.6, 1)
  })

  it.each([0.1, 0.301, 1, 2, 3, 8, 50])('reaches %d after the silence that belongs to it', (threshold) => {
    const gaps = { mean_us: 100_000, deviation_us: 20_000 }
    expect(phiOf(silenceAt(threshold, gaps, NORMAL), gaps, NORMAL)).toBeCloseTo(threshold, 4)
  })

  it('is 1 where one gap in ten is longer', () => {
    expect(phiOf(1.2816, { mean_us: 0, deviation_us: 1 }, NORMAL)).toBeCloseTo(1, 3)
  })

  it('is 8 after 18.4 mean gaps if gaps are taken to be exponential', () => {
    const settings = { ...NORMAL, model: 'exponential' } as const
    expect(silenceAt(8, { mean_us: 1000, deviation_us: 0 }, settings)).toBeCloseTo(18_420.7, 0)
    expect(phiOf(18_420.7, { mean_us: 1000, deviation_us: 0 }, settings)).toBeCloseTo(8, 3)
  })

  it('jumps at the mean without any deviation, and a least one keeps it from that', () => {
    const gaps = { mean_us: 1000, deviation_us: 0 }
    expect(phiOf(1000, gaps, NORMAL)).toBe(0)
    expect(phiOf(1001, gaps, NORMAL)).toBe(Infinity)
    expect(phiOf(1001, gaps, { ...NORMAL, min_deviation_us: 100 })).toBeLessThan(0.4)
  })

  it('counts from the end of an acceptable pause', () => {
    const gaps = { mean_us: 1000, deviation_us: 100 }
    expect(silenceAt(3, gaps, { ...NORMAL, acceptable_pause_us: 5000 })).toBeCloseTo(silenceAt(3, gaps, NORMAL) + 5000, 6)
  })
})

describe('a window of gaps', () => {
  it('knows nothing before the first', () => {
    expect(distributionOf(emptyWindow())).toBeNull()
  })

  it('forgets the oldest gap once it is full', () => {
    const window = emptyWindow()
    for (const gap of [1000, 10, 20, 30]) addGap(window, gap, 3)
    expect(distributionOf(window)?.mean_us).toBeCloseTo(20, 9)
    expect(distributionOf(window)?.deviation_us).toBeCloseTo(Math.sqrt(200 / 3), 9)
  })
})
