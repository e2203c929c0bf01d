import { describe, expect, test } from 'vitest'
import type { ClockStanding } from '../../../src-shared/clock/standing'
import { degreesOf, errorAt, movedBy, reachFor } from '../../../src-renderer/lab/clocks/dial'

const standing = (error_ms: number | null, believed: ClockStanding['believed'] = null): ClockStanding => ({
  node: 'n',
  process: 'running',
  error_ms,
  drift_ppm: 0,
  believed
})

describe('the reach of dials', () => {
  test('is the smallest that shows all clocks, and what they may be off by', () => {
    expect(reachFor([standing(3), standing(-70)])).toBe(100)
    expect(reachFor([standing(3, { error_ms: -10, bound_ms: 75 })])).toBe(100)
    expect(reachFor([standing(3, { error_ms: -10, bound_ms: 95 })])).toBe(200)
  })

  test('leaves room to drag where nothing is off, or nothing is known', () => {
    expect(reachFor([standing(0), standing(null)])).toBe(1000)
    expect(reachFor([])).toBe(1000)
  })
})

test('a hand is where the pointer points, to a hundredth of the reach, and never past an end', () => {
  expect(errorAt(0, -40, 500)).toBe(0)
  expect(errorAt(40, 0, 500)).toBe(320)
  expect(errorAt(-40, 0, 500)).toBe(-320)
  expect(errorAt(1, 40, 500)).toBe(500)
  expect(errorAt(-1, 40, 500)).toBe(-500)
  expect(degreesOf(320, 500)).toBeCloseTo(90, 0)
  expect(degreesOf(9000, 500)).toBe(140)
})

test('keys move a hand as they move any slider', () => {
  expect(movedBy('ArrowRight', 100, 1000)).toBe(110)
  expect(movedBy('ArrowDown', 100, 1000)).toBe(90)
  expect(movedBy('PageUp', 0, 1000)).toBe(100)
  expect(movedBy('End', 0, 1000)).toBe(1000)
  expect(movedBy('ArrowLeft', -1000, 1000)).toBe(-1000)
  expect(movedBy('a', 0, 1000)).toBeNull()
})
