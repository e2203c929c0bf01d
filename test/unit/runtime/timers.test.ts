import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { TRUE_CLOCK } from '../../../src-node/node-core/conditions'
import { createNodeClock } from '../../../src-node/node-core/node-clock'
import { ProtocolTimers } from '../../../src-node/node-core/timers'
import { createRunClock } from '../../../src-node/runtime/run-clock'
import { createSystemScheduler } from '../../../src-node/runtime/system-scheduler'

/** Timers on a clock that `advance` moves; `fired` holds the name and true time of each timer. */
function testTimers() {
  let true_us = 0
  const clock = createNodeClock(() => true_us, TRUE_CLOCK)
  const fired: [timer: string, at_ms: number][] = []
  const timers = new ProtocolTimers({
    clock,
    scheduler: createSystemScheduler(() => true_us),
    wake: () => timers.takeDue().forEach((timer) => fired.push([timer, true_us / 1000]))
  })
  return {
    clock,
    timers,
    fired,
    advance(ms: number) {
      for (let i = 0; i < ms * 10; i++) {
        true_us += 100
        vi.advanceTimersByTime(0.1)
      }
    }
  }
}

describe('protocol timers', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('fire once, at the first millisecond that is not early', () => {
    const { timers, fired, advance } = testTimers()
    timers.set('a', 5_700)
    advance(20)
    expect(fired).toHaveLength(1)
    expect(fired[0]![1]).toBeGreaterThanOrEqual(5.7)
    expect(fired[0]![1]).toBeLessThanOrEqual(6.7)
  })

  it('are replaced when set again, and forgotten when cleared', () => {
    const { timers, fired, advance } = testTimers()
    timers.set('a', 10_000)
    timers.set('b', 10_000)
    advance(5)
    timers.set('a', 10_000)
    timers.clear('b')
    advance(9)
    expect(fired).toEqual([])
    advance(5)
    expect(fired.map(([timer]) => timer)).toEqual(['a'])
  })

  it('come in the order in which they are due', () => {
    const { timers, fired, advance } = testTimers()
    timers.set('late', 9_900)
    timers.set('early', 9_100)
    advance(12)
    expect(fired.map(([timer]) => timer)).toEqual(['early', 'late'])
  })

  it('do not move when the clock is set back or forth', () => {
    for (const offset_us of [-3_600e6, 3_600e6]) {
      const { clock, timers, fired, advance } = testTimers()
      timers.set('a', 10_000)
      advance(4)
      clock.set({ offset_us, drift_ppm: 0 })
      timers.clockChanged()
      expect(clock.now_us()).toBe(4_000 + offset_us)
      advance(8)
      expect(fired).toHaveLength(1)
      expect(fired[0]![1]).toBeGreaterThanOrEqual(10)
      expect(fired[0]![1]).toBeLessThanOrEqual(11)
    }
  })

  it('run at the pace of a clock that drifts, from the moment it begins to', () => {
    const { clock, timers, fired, advance } = testTimers()
    timers.set('a', 100_000)
    advance(50)
    // Twice as fast: the other 50 ms of the node take 25.
    clock.set({ offset_us: 0, drift_ppm: 1e6 })
    timers.clockChanged()
    advance(60)
    expect(fired).toHaveLength(1)
    expect(fired[0]![1]).toBeGreaterThanOrEqual(75)
    expect(fired[0]![1]).toBeLessThanOrEqual(76)
  })
})

describe('protocol timers in real time', () => {
  it('are never early', async () => {
    const true_us = createRunClock(process.hrtime.bigint())
    const clock = createNodeClock(true_us, TRUE_CLOCK)
    const early_us: number[] = []
    await new Promise<void>((resolve) => {
      let rounds = 0
      let due_us = 0
      const timers = new ProtocolTimers({
        clock,
        scheduler: createSystemScheduler(true_us),
        wake() {
          const taken = timers.takeDue()
          if (taken.length === 0) return
          early_us.push(due_us - clock.elapsed_us())
          if (++rounds === 40) resolve()
          else setNext()
        }
      })
      function setNext() {
        const delay_us = 500 + rounds * 130
        due_us = clock.elapsed_us() + delay_us
        timers.set('t', delay_us)
      }
      setNext()
    })
    expect(Math.max(...early_us)).toBeLessThanOrEqual(0)
  })
})

describe('the node clock', () => {
  it('shows true time plus offset, and drifts from the moment it was set', () => {
    let true_us = 1_000_000
    const clock = createNodeClock(() => true_us, { offset_us: 500, drift_ppm: 0 })
    expect(clock.now_us()).toBe(1_000_500)
    clock.set({ offset_us: 0, drift_ppm: -100_000 })
    true_us += 1_000_000
    expect(clock.now_us()).toBe(1_900_000)
    clock.set(TRUE_CLOCK)
    expect(clock.now_us()).toBe(2_000_000)
    expect(clock.elapsed_us()).toBe(900_000)
  })
})
