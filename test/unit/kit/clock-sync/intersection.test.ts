import fc from 'fast-check'
import { expect, test } from 'vitest'
import { intervalAround } from '../../../../src-shared/clock/interval'
import { intersection } from '../../../../src-node/protocols/kit/clock-sync/intersection'

const between = (earliest_us: number, latest_us: number) => ({ earliest_us, latest_us })

test('what enough intervals have in common', () => {
  expect(intersection([between(8, 12), between(11, 13), between(14, 15)], 2)).toEqual(between(11, 12))
  expect(intersection([between(0, 4), between(4, 6)], 2)).toEqual(between(4, 4))
  expect(intersection([between(0, 3), between(4, 6)], 2)).toBeNull()
})

test('it spans all places that may be right, not only the one that most agree on', () => {
  expect(intersection([between(0, 10), between(0, 10), between(9, 12)], 2)).toEqual(between(0, 10))
})

test('the true time is within it whatever fewer than half of the sources say', () => {
  const honest = fc.array(fc.tuple(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 0, max: 50 })), {
    minLength: 1,
    maxLength: 5
  })
  const liars = fc.array(fc.tuple(fc.integer({ min: -200, max: 200 }), fc.nat(100)), { maxLength: 4 })
  fc.assert(
    fc.property(honest, liars, (right, wrong) => {
      fc.pre(wrong.length < right.length)
      const intervals = [
        ...right.map(([before, after]) => between(-before, after)),
        ...wrong.map(([middle, bound]) => intervalAround(middle, bound))
      ]
      const found = intersection(intervals, Math.floor(intervals.length / 2) + 1)!
      expect(found.earliest_us).toBeLessThanOrEqual(0)
      expect(found.latest_us).toBeGreaterThanOrEqual(0)
    })
  )
})
