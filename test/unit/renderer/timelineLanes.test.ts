import { expect, test } from 'vitest'
import { lanesOf } from '../../../src-renderer/lab/timeline/timelineLanes'

const bar = (from: number, to: number, name_px = 10) => ({ from, to, name_px })

test('bars at the same time never share a lane, however many there are', () => {
  const placed = lanesOf(
    Array.from({ length: 12 }, (_, i) => bar(i, 100)),
    3
  )
  expect(new Set(placed.map(({ lane }) => lane)).size).toBe(12)
})

test('a bar takes the first lane that is free of bars and names', () => {
  const placed = lanesOf([bar(0, 5), bar(6, 8), bar(20, 30)], 3)
  expect(placed.map(({ lane }) => lane)).toEqual([0, 1, 0])
  expect(placed.every(({ named }) => named)).toBe(true)
})

test('where lanes for names run out, names give way instead of bars', () => {
  const placed = lanesOf([bar(0, 1), bar(3, 4), bar(6, 7)], 1)
  expect(placed).toEqual([
    { lane: 0, named: false },
    { lane: 0, named: false },
    { lane: 0, named: true }
  ])
})
