import { expect, it } from 'vitest'
import { DrawPace } from '../../../src-renderer/lab/frames/drawPace'

it('what is drawn quickly is drawn whenever its turn comes', () => {
  const pace = new DrawPace()
  expect(pace.isDue(0)).toBe(true)
  pace.drew(0, 10)
  expect([400, 500].map((now_ms) => pace.isDue(now_ms))).toEqual([false, true])
})

it('what takes longer is drawn more seldom, but every two seconds at least', () => {
  const pace = new DrawPace()
  pace.drew(0, 30)
  expect([1000, 1300].map((now_ms) => pace.isDue(now_ms))).toEqual([false, true])
  pace.drew(0, 500)
  expect([2400, 2500].map((now_ms) => pace.isDue(now_ms))).toEqual([false, true])
})

it('is quick again as soon as drawing is', () => {
  const pace = new DrawPace()
  pace.drew(0, 500)
  pace.drew(3000, 3002)
  expect(pace.isDue(3100)).toBe(true)
})
