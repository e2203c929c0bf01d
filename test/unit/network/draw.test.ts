import { describe, expect, it } from 'vitest'
import { createDraw, DRAWS, philox2x32 } from '../../../src-shared/network/draw'

describe('the counter-based generator', () => {
  it('is Philox2x32-10 by its published known answers', () => {
    const answer = (...input: [number, number, number]) => [...philox2x32(...input)].map((word) => word.toString(16))
    expect(answer(0, 0, 0)).toEqual(['ff1dae59', '6cd10df2'])
    expect(answer(0xffffffff, 0xffffffff, 0xffffffff)).toEqual(['2c3f628b', 'ab4fd7ad'])
    expect(answer(0x243f6a88, 0x85a308d3, 0x13198a2e)).toEqual(['dd7ce038', 'f62a4c12'])
  })

  it('draws the same number for the same seed, link, frame and purpose, whatever was drawn before', () => {
    const first = createDraw(7, 'a>b')
    const wanted = first(100, DRAWS.loss)
    const second = createDraw(7, 'a>b')
    for (let frame = 1; frame < 50; frame++) second(frame, DRAWS.delay)
    expect(second(100, DRAWS.loss)).toBe(wanted)
  })

  it('draws unrelated numbers for another seed, link or purpose', () => {
    const series = (seed: number, link: `${string}>${string}`, purpose: 0 | 2) => {
      const draw = createDraw(seed, link)
      return Array.from({ length: 4000 }, (_, frame) => draw(frame, purpose) - 0.5)
    }
    const base = series(1, 'a>b', DRAWS.delay)
    for (const other of [series(2, 'a>b', DRAWS.delay), series(1, 'b>a', DRAWS.delay), series(1, 'a>b', DRAWS.loss)]) {
      const correlation = (base.reduce((sum, value, i) => sum + value * other[i]!, 0) / base.length) * 12
      expect(Math.abs(correlation)).toBeLessThan(0.06)
    }
  })
})
