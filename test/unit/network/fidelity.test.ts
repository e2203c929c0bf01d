import { describe, expect, it } from 'vitest'
import { jitterQuantile } from '../../../src-shared/network/distributions'
import { LinkModel } from '../../../src-shared/network/link-model'
import { CLEAR_LINK, DISTRIBUTIONS } from '../../../src-shared/network/netem'
import type { OfferOutcome } from '../../../src-shared/network/link-model'
import type { LinkSettings, LinkSettingsChange } from '../../../src-shared/network/netem'

const FRAMES = 10_000
const FRAME_BYTES = 128
/** By definition one seed in a hundred falls outside each 99 % interval; this one is inside all. */
const SEED = 42
/** Frames are offered this far apart, so that none waits for another unless the settings say so. */
const PACE_US = 1_000_000

/** Fates of many frames offered to a link with these settings; every one that is due leaves before the next is offered. */
function fates(
  change: LinkSettingsChange,
  { seed = SEED, pace_us = PACE_US, frames = FRAMES, bytes = FRAME_BYTES } = {}
): OfferOutcome[] {
  const model = new LinkModel('a>b', seed, { ...CLEAR_LINK, ...change } as LinkSettings)
  return Array.from({ length: frames }, (_, i) => {
    const fate = model.offer(i * pace_us, bytes)
    if (typeof fate !== 'string') for (const _delivery of fate) model.leave(bytes)
    return fate
  })
}

function delays_ms(change: LinkSettingsChange): number[] {
  return fates(change).flatMap((fate, i) => (typeof fate === 'string' ? [] : (fate[0]!.due_us - i * PACE_US) / 1000))
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
const sd = (values: readonly number[]) => {
  const m = mean(values)
  return Math.sqrt(mean(values.map((value) => (value - m) ** 2)))
}
const share = (events: readonly boolean[]) => events.filter(Boolean).length / events.length
const wasLost = (all: readonly OfferOutcome[]) => all.map((fate) => fate === 'loss')

/** Correlation of neighbours in a series. */
function autocorrelation(values: readonly number[]): number {
  const m = mean(values)
  const products = values.slice(1).map((value, i) => (value - m) * (values[i]! - m))
  return mean(products) / sd(values) ** 2
}

/** Half-width of the 99 % interval of a share among independent draws (normal approximation of the binomial). */
function binomial99(p: number, n = FRAMES): number {
  return 2.576 * Math.sqrt((p * (1 - p)) / n)
}

/** The quantile function's inverse, by bisection. */
function cdf(quantile: (u: number) => number, x: number): number {
  let low = 0
  let high = 1
  for (let step = 0; step < 50; step++) {
    const middle = (low + high) / 2
    if (quantile(middle) < x) low = middle
    else high = middle
  }
  return high
}

/** Largest distance between the sample's distribution and the wanted one (Kolmogorov–Smirnov). */
function ksDistance(sample: readonly number[], quantile: (u: number) => number): number {
  const sorted = [...sample].sort((a, b) => a - b)
  return Math.max(
    ...sorted.map((x, i) => {
      const wanted = cdf(quantile, x)
      return Math.max(Math.abs(wanted - i / sorted.length), Math.abs(wanted - (i + 1) / sorted.length))
    })
  )
}

/** A table's values run from its lowest to its highest quantile. */
const TABLE = [-1.5, -1.2, -0.6, 0.2, 1.1, 2]

describe(`delay (seed ${SEED})`, () => {
  it('is exact when constant', () => {
    for (const delay_ms of [0.05, 1, 20, 200]) expect(new Set(delays_ms({ delay_ms }))).toEqual(new Set([delay_ms]))
  })

  for (const distribution of DISTRIBUTIONS) {
    it(`with ${distribution} jitter has its mean, its spread and its shape`, () => {
      const table = distribution === 'table' ? TABLE : []
      const sample = delays_ms({ delay_ms: 200, jitter_ms: 20, distribution, table })
      const quantile = jitterQuantile({ distribution, table })
      const grid = Array.from({ length: 20_000 }, (_, i) => quantile((i + 0.5) / 20_000))
      // Every shape is centred and of unit spread; uniform has half-width 1; a table is what it is.
      if (distribution !== 'table') expect(Math.abs(mean(grid))).toBeLessThan(0.001)
      if (distribution !== 'table')
        expect(Math.abs(sd(grid) - (distribution === 'uniform' ? 1 / Math.sqrt(3) : 1))).toBeLessThan(0.002)
      expect(Math.abs(mean(sample) - 200 - 20 * mean(grid))).toBeLessThan(0.5)
      expect(Math.abs(sd(sample) / (20 * sd(grid)) - 1)).toBeLessThan(0.05)
      // 1.63 / √n: the 99 % point of the Kolmogorov distribution.
      expect(
        ksDistance(
          sample.map((ms) => (ms - 200) / 20),
          quantile
        )
      ).toBeLessThan(1.63 / Math.sqrt(FRAMES))
    })
  }

  it('keeps mean, spread and shape when correlated, and is correlated', () => {
    const series = fates({ delay_ms: 200, jitter_ms: 20, delay_correlation_percent: 75 }, { frames: 40_000 }).map(
      (fate, i) => ((fate as Exclude<OfferOutcome, string>)[0]!.due_us - i * PACE_US) / 1000
    )
    expect(Math.abs(mean(series) - 200)).toBeLessThan(0.8)
    expect(Math.abs(sd(series) / 20 - 1)).toBeLessThan(0.05)
    expect(Math.abs(autocorrelation(series) - 0.75)).toBeLessThan(0.03)
  })

  it('is never negative, however wide the jitter', () => {
    expect(Math.min(...delays_ms({ delay_ms: 1, jitter_ms: 50 }))).toBe(0)
  })
})

describe(`chances (seed ${SEED})`, () => {
  const happened = {
    loss: (all: readonly OfferOutcome[]) => wasLost(all),
    duplicate: (all: readonly OfferOutcome[]) => all.map((fate) => fate.length === 2),
    alter: (all: readonly OfferOutcome[]) => all.map((fate) => typeof fate !== 'string' && fate[0]!.alter_at >= 0),
    corrupt: (all: readonly OfferOutcome[]) => all.map((fate) => typeof fate !== 'string' && fate[0]!.corrupt_bit >= 0)
  }
  for (const kind of ['loss', 'duplicate', 'corrupt', 'alter'] as const) {
    for (const percent of [0.5, 20, 50, 100]) {
      it(`${kind} of ${percent} % happens that often`, () => {
        const rate = share(happened[kind](fates({ [`${kind}_percent`]: percent })))
        expect(Math.abs(rate - percent / 100)).toBeLessThanOrEqual(binomial99(percent / 100))
      })
    }

    if (kind === 'alter') continue
    it(`${kind} keeps its rate under correlation, and is correlated as asked`, () => {
      const frames = 100_000
      const change = { [`${kind}_percent`]: 20, [`${kind}_correlation_percent`]: 75 }
      const events = happened[kind](fates(change, { frames }))
      // Repeats make neighbours worth less: (1 + ρ) / (1 − ρ) = 7 times the variance.
      expect(Math.abs(share(events) - 0.2)).toBeLessThan(binomial99(0.2, frames / 7))
      expect(Math.abs(autocorrelation(events.map(Number)) - 0.75)).toBeLessThan(0.02)
    })
  }

  it('corruption flips any bit behind the checksum, and none before', () => {
    const bits = fates({ corrupt_percent: 100 }, { frames: 50_000, bytes: 26 }).map(
      (fate) => (fate as Exclude<OfferOutcome, string>)[0]!.corrupt_bit
    )
    expect(new Set(bits).size).toBe((26 - 8) * 8)
    expect([Math.min(...bits), Math.max(...bits)]).toEqual([64, 26 * 8 - 1])
  })

  it('Gilbert–Elliott loses in bursts of the rate and length that its parameters give', () => {
    const lost = wasLost(fates({ gilbert_elliott: { p: 2, r: 25, loss_bad: 100, loss_good: 0 } }, { frames: 100_000 }))
    expect(Math.abs(share(lost) - 2 / 27)).toBeLessThan(0.01)
    const bursts = lost
      .map((each) => (each ? 'x' : ' '))
      .join('')
      .split(/ +/)
      .filter(Boolean)
    expect(Math.abs(mean(bursts.map((burst) => burst.length)) / 4 - 1)).toBeLessThan(0.15)
  })

  it('Gilbert–Elliott loses its share in each state', () => {
    const lost = wasLost(fates({ gilbert_elliott: { p: 10, r: 10, loss_bad: 60, loss_good: 10 } }, { frames: 100_000 }))
    expect(Math.abs(share(lost) - 0.35)).toBeLessThan(0.01)
  })

  it('the four-state model loses what its stationary distribution says', () => {
    const p = { p13: 0.02, p31: 0.3, p32: 0.4, p23: 0.5, p14: 0.01 }
    // Balance of flows, with state 1 as the unit: 3 is fed by 1 and 2 and left to both; 4 lasts one frame.
    const three = p.p13 / p.p31
    const two = (three * p.p32) / p.p23
    const four = p.p14
    const wanted = (three + four) / (1 + two + three + four)
    const percents = Object.fromEntries(Object.entries(p).map(([name, value]) => [name, value * 100]))
    const lost = wasLost(fates({ loss_state: percents } as LinkSettingsChange, { frames: 200_000 }))
    expect(Math.abs(share(lost) - wanted)).toBeLessThan(0.01)
  })

  it('reordered frames skip the delay and overtake those before them', () => {
    const model = new LinkModel('a>b', SEED, { ...CLEAR_LINK, delay_ms: 20, reorder_percent: 25 })
    const dues = Array.from(
      { length: FRAMES },
      (_, i) => (model.offer(i * 1000, FRAME_BYTES) as Exclude<OfferOutcome, string>)[0]!.due_us - i * 1000
    )
    const early = dues.map((delay_us) => delay_us === 0)
    expect(dues.every((delay_us) => delay_us === 0 || delay_us === 20_000)).toBe(true)
    expect(Math.abs(share(early) - 0.25)).toBeLessThan(binomial99(0.25))
    expect(model.counters().reordered).toBeGreaterThan(0.24 * FRAMES)
  })
})

describe('rate', () => {
  for (const mbit of [1, 5, 20, 80]) {
    it(`of ${mbit} Mbit/s is what a saturated link delivers`, () => {
      const model = new LinkModel('a>b', SEED, { ...CLEAR_LINK, rate_bit_s: mbit * 1e6, queue_limit: 1_000_000 })
      let last_us = 0
      for (let i = 0; i < FRAMES; i++) last_us = (model.offer(0, FRAME_BYTES) as Exclude<OfferOutcome, string>)[0]!.due_us
      const measured = (FRAMES * FRAME_BYTES * 8) / last_us
      expect(Math.abs(measured / mbit - 1)).toBeLessThan(0.02)
    })
  }

  it('does not hold back what comes slower than it', () => {
    const all = fates({ rate_bit_s: 1e6 }, { pace_us: 2000 })
    expect(all.every((fate, i) => (fate as Exclude<OfferOutcome, string>)[0]!.due_us === i * 2000 + 1024)).toBe(true)
  })
})
