import { describe, expect, it } from 'vitest'
import { leftOf } from '../../../src-renderer/lab/canvas/countdown'
import { lineSize, nodeDetail } from '../../../src-renderer/lab/canvas/nodeDetail'
import { RunClock } from '../../../src-renderer/lab/canvas/runClock'

describe('a node on the canvas', () => {
  it('shows less where it has less room, and never writes smaller', () => {
    expect(nodeDetail('all', 110, 12, 8)).toMatchObject({ role: true, caption: true, figure: true, cells: 8, ticks: 10 })
    expect(nodeDetail('some', 90, 12, 8)).toMatchObject({ role: true, caption: true, figure: false, cells: 7 })
    expect(nodeDetail('some', 72, 12, 8)).toMatchObject({ role: true, caption: false, figure: false, cells: 6 })
    expect(nodeDetail('some', 72, 12, 13), 'pre-candidate').toMatchObject({ role: false })
    expect(nodeDetail('role', 64, 12, 8)).toMatchObject({ role: true, caption: false, figure: false, cells: 0, ticks: 0 })
  })

  it('has letters that grow with its circle, once there is room for all', () => {
    expect([60, 98, 123, 160].map((size_px) => lineSize(size_px, 12))).toEqual([12, 12, 13.9, 18.1])
    expect(nodeDetail('all', 160, lineSize(160, 12), 13)).toMatchObject({ role: true, caption: true, figure: true, cells: 8 })
  })
})

describe('a countdown', () => {
  const countdown = { from_us: 1000, earliest_us: 2000, latest_us: 3000, longest_us: 4000 }
  it('is drawn as a share of the longest there is: what is left for certain, and what may be', () => {
    expect(leftOf(countdown, 1000)).toEqual({ certain: 0.25, possible: 0.5 })
    expect(leftOf(countdown, 2500)).toEqual({ certain: 0, possible: 0.125 })
    expect(leftOf(countdown, 9000)).toEqual({ certain: 0, possible: 0 })
    expect(leftOf(countdown, 0), 'before it began').toEqual({ certain: 0.25, possible: 0.5 })
  })
})

describe('the run’s time between two batches of events', () => {
  it('goes on at the run’s pace, stops where nothing is heard for long, and never goes back', () => {
    const clock = new RunClock()
    // Batches of 100 ms, at half of real time.
    const shown = Array.from({ length: 200 }, (_, i) => clock.at(i * 10, Math.floor(i / 10) * 50_000))
    const steps_us = shown.slice(100).map((t_us, i) => t_us - shown[99 + i]!)
    expect(Math.min(...steps_us)).toBeGreaterThanOrEqual(0)
    expect(Math.max(...steps_us), 'no jump of a whole batch').toBeLessThan(20_000)
    expect(Math.abs(shown.at(-1)! - 950_000)).toBeLessThan(100_000)
    const silent = Array.from({ length: 200 }, (_, i) => clock.at(2_000 + i * 10, 950_000))
    expect(silent.at(-1)).toBe(silent.at(-100))
  })

  it('begins anew with another run', () => {
    const clock = new RunClock()
    clock.at(0, 5_000_000)
    expect(clock.at(10, 100)).toBe(100)
  })
})
