import { describe, expect, it } from 'vitest'
import fc from 'fast-check'
import type { Quantile } from '../../../src-shared/network/distributions'
import {
  freshAfter,
  missedVersionsShare,
  predictStaleness,
  staleShareAt
} from '../../../src-shared/protocols/quorum/staleness/wars'
import type { WarsReplica } from '../../../src-shared/protocols/quorum/staleness/wars'

/** By definition one seed in twenty falls outside each 95 % interval; this one is inside all. */
const SEED = 12
const SAMPLES = 40_000
const constant =
  (ms: number): Quantile =>
  () =>
    ms
const exponential =
  (mean_ms: number): Quantile =>
  (u) =>
    -mean_ms * Math.log(1 - u)

function replica(write_ms: Quantile, others_ms: Quantile = constant(0)): WarsReplica {
  return { write_ms, acknowledgement_ms: others_ms, read_ms: others_ms, answer_ms: others_ms }
}

function predict(replicas: readonly WarsReplica[], r: number, w: number, samples = SAMPLES, seed = SEED) {
  return predictStaleness({ cases: [{ weight: 1, replicas }], r, w, samples, seed })
}

describe(`WARS (seed ${SEED})`, () => {
  it('knows a case that can be worked out: one replica has the write at once, the others 10 ms later', () => {
    const prediction = predict([replica(constant(0)), replica(constant(10)), replica(constant(10))], 1, 1)
    // All answer at once, so the first in the list does.
    expect(staleShareAt(prediction, 0).share).toBe(0)
    const far = predict([replica(constant(10)), replica(constant(0)), replica(constant(10))], 1, 1)
    expect([0, 9.9, 10].map((t_ms) => staleShareAt(far, t_ms).share)).toEqual([1, 1, 0])
    expect(freshAfter(far, 0.999)).toEqual({ ms: 10, low_ms: 10, high_ms: 10 })
  })

  it('agrees with the exponential case: with R = W = 1 and instant answers a read misses with (N − 1) / N · e^(−t / mean)', () => {
    // Each replica may answer first: three kinds of read, each with another one in front.
    const write = replica(exponential(20))
    const jitter = (u: number) => u * 1e-6
    const noisy = { ...write, answer_ms: jitter }
    const prediction = predict([noisy, noisy, noisy], 1, 1)
    for (const t_ms of [0, 5, 20, 60]) {
      const { low, high } = staleShareAt(prediction, t_ms)
      const expected = (2 / 3) * Math.exp(-t_ms / 20)
      expect(low, `at ${t_ms} ms`).toBeLessThanOrEqual(expected)
      expect(high, `at ${t_ms} ms`).toBeGreaterThanOrEqual(expected)
    }
    const { low_ms, high_ms } = freshAfter(prediction, 0.99)
    const expected_ms = 20 * Math.log(200 / 3)
    expect(low_ms).toBeLessThan(expected_ms)
    expect(high_ms).toBeGreaterThan(expected_ms)
  })

  it('never has a stale read with R + W > N, and no more of them with time, nor with more replicas asked', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 0, max: 24 }), fc.integer(), (n, choice, seed) => {
        const r = 1 + (choice % n)
        const w = 1 + (Math.floor(choice / 5) % n)
        const replicas = Array.from({ length: n }, (_, i) => replica(exponential(1 + 10 * i), exponential(3)))
        const prediction = predict(replicas, r, w, 400, seed)
        const at = (t_ms: number) => staleShareAt(prediction, t_ms).share
        if (r + w > n) expect(at(0)).toBe(0)
        expect(at(5)).toBeLessThanOrEqual(at(0))
        if (r < n) expect(staleShareAt(predict(replicas, r + 1, w, 400, seed), 0).share).toBeLessThanOrEqual(at(0))
      }),
      { numRuns: 60, seed: SEED }
    )
  })

  it('is the same for the same seed, and weighs its cases', () => {
    const fresh = [replica(constant(0))]
    const stale = [replica(constant(10)), replica(constant(0))]
    const cases = [
      { weight: 3, replicas: fresh },
      { weight: 1, replicas: stale }
    ]
    const model = { cases, r: 1, w: 1, samples: SAMPLES, seed: SEED }
    expect(predictStaleness(model)).toEqual(predictStaleness(model))
    const { low, high } = staleShareAt(predictStaleness(model), 1)
    expect(low).toBeLessThan(0.25)
    expect(high).toBeGreaterThan(0.25)
  })
})

it('k-staleness: with N = 3 and R = W = 1 a read misses the last k versions with (2/3)^k, with R + W > N never', () => {
  expect([1, 2, 3, 10].map((k) => 1 - missedVersionsShare(3, 1, 1, k))).toEqual(
    [1, 2, 3, 10].map((k) => expect.closeTo(1 - (2 / 3) ** k, 12) as number)
  )
  expect(missedVersionsShare(3, 1, 2, 1)).toBeCloseTo(1 / 3, 12)
  expect(missedVersionsShare(3, 2, 1, 1)).toBeCloseTo(1 / 3, 12)
  expect(missedVersionsShare(3, 2, 2, 1)).toBe(0)
  expect(missedVersionsShare(5, 2, 2, 1)).toBeCloseTo(3 / 10, 12)
})
