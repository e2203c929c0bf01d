import { afterEach, describe, expect, it, vi } from 'vitest'
import { exponential, startPoissonArrivals } from '../../../src-main/workload/arrivals'
import { backoff_ms } from '../../../src-main/workload/retry'
import { createSystemScheduler } from '../../../src-node/runtime/system-scheduler'
import { createRandom } from '../../../src-shared/random'

const SEED = 21
const RETRY = { backoff: 20, backoff_max: 200, jitter: true }

describe('backoff_ms', () => {
  it('doubles up to its maximum', () => {
    const fixed = { ...RETRY, jitter: false }
    expect([1, 2, 3, 4, 5, 60].map((failures) => backoff_ms(fixed, failures, () => 0.5))).toEqual([20, 40, 80, 160, 200, 200])
  })

  it('is a millisecond at least where none is asked for, so that time goes on', () => {
    const none = [
      { backoff: 0, backoff_max: 200, jitter: false },
      { backoff: 20, backoff_max: 0, jitter: false }
    ]
    expect(none.map((retry) => backoff_ms(retry, 5, () => 0.5))).toEqual([1, 1])
    expect(backoff_ms({ ...none[0]!, jitter: true }, 5, () => 0.5)).toBe(0.5)
  })

  it(`with full jitter is uniform below that (seed ${SEED})`, () => {
    const random = createRandom(SEED, 'backoff')
    const pauses = Array.from({ length: 10_000 }, () => backoff_ms(RETRY, 3, random))
    expect(Math.min(...pauses)).toBeGreaterThanOrEqual(0)
    expect(Math.max(...pauses)).toBeLessThan(80)
    expect(Math.abs(pauses.reduce((a, b) => a + b) / pauses.length - 40)).toBeLessThan(1)
  })
})

describe('startPoissonArrivals', () => {
  afterEach(() => vi.useRealTimers())

  /** Arrivals within the given virtual time, with the clock jumping by whole timer ticks. */
  function arrivals(rate_per_s: number, ms: number, seed = SEED): number[] {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
    const times: number[] = []
    const now_us = () => performance.now() * 1000
    const stop = startPoissonArrivals(rate_per_s, createSystemScheduler(now_us), createRandom(seed, 'arrivals'), () =>
      times.push(now_us())
    )
    vi.advanceTimersByTime(ms)
    stop()
    const count = times.length
    vi.advanceTimersByTime(1000)
    expect(times.length).toBe(count)
    vi.useRealTimers()
    return times
  }

  it('keeps its rate though timers are coarse', () => {
    expect(Math.abs(arrivals(5_000, 10_000).length - 50_000)).toBeLessThan(3.3 * Math.sqrt(50_000))
  })

  it('repeats itself for equal seeds', () => {
    expect(arrivals(100, 1_000)).toEqual(arrivals(100, 1_000))
    expect(arrivals(100, 1_000)).not.toEqual(arrivals(100, 1_000, SEED + 1))
  })

  it('never arrives at a rate of zero', () => {
    expect(arrivals(0, 10_000)).toEqual([])
  })

  it('draws exponential gaps', () => {
    const random = createRandom(SEED, 'gaps')
    const gaps = Array.from({ length: 50_000 }, () => exponential(10, random))
    const mean = gaps.reduce((a, b) => a + b) / gaps.length
    const above = gaps.filter((gap) => gap > 10).length / gaps.length
    expect(Math.abs(mean - 10)).toBeLessThan(0.2)
    expect(Math.abs(above - Math.exp(-1))).toBeLessThan(0.01)
  })
})
