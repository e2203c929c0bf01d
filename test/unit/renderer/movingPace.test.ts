import { describe, expect, it } from 'vitest'
import { MovingPace } from '../../../src-renderer/lab/frames/movingPace'

const FRAME_MS = 1000 / 60

/** The times of painted frames, where a frame behind one that was painted comes `late_ms` later. */
function painted(frame_ms: number, late_ms: number, until_ms: number): number[] {
  const pace = new MovingPace()
  const times: number[] = []
  for (let now_ms = 0; now_ms < until_ms; now_ms += frame_ms) {
    if (!pace.isDue(now_ms)) continue
    times.push(now_ms)
    now_ms += late_ms
  }
  return times
}

describe('the pace of what moves', () => {
  it('is every second frame of a screen with 60 a second', () => {
    expect(painted(FRAME_MS, 0, 9.5 * FRAME_MS).length).toBe(5)
  })

  it('is no quicker on a screen with 144 frames a second', () => {
    expect(painted(1000 / 144, 0, 1000).length).toBeLessThanOrEqual(32)
  })

  it('leaves half of the time to frames without a new picture where painting makes frames late', () => {
    const [first, second] = painted(FRAME_MS, 40, 1000)
    expect(second! - first!).toBeGreaterThanOrEqual(2 * (40 + FRAME_MS) - 4)
  })

  it('is quick again as soon as frames are', () => {
    const pace = new MovingPace()
    expect([0, 60, 80, 100, 120, 137, 154].map((now_ms) => pace.isDue(now_ms))).toEqual([
      true,
      false,
      false,
      false,
      true,
      false,
      true
    ])
  })
})
