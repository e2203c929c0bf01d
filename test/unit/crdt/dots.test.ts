import fc from 'fast-check'
import { expect, it } from 'vitest'
import { dotsOf, hasDot, nextDot, NO_DOTS, subtractDots, unionDots } from '../../../src-node/crdt/dots'
import type { Dot, Dots } from '../../../src-node/crdt/dots'

const dots = fc.array(fc.tuple(fc.constantFrom('A', 'B'), fc.integer({ min: 1, max: 12 })), { maxLength: 20 })
const named = (dots: readonly Dot[]) => new Set(dots.map((dot) => dot.join()))
const ALL: Dot[] = ['A', 'B'].flatMap((replica) => Array.from({ length: 13 }, (_, at): Dot => [replica, at + 1]))
const members = (set: Dots) => named(ALL.filter((dot) => hasDot(set, dot)))

it('unites and subtracts like sets of dots, in one form for equal sets', () => {
  fc.assert(
    fc.property(dots, dots, (a, b) => {
      const union = unionDots(dotsOf(...a), dotsOf(...b))
      expect(members(union)).toEqual(named([...a, ...b]))
      expect(union).toEqual(dotsOf(...[...b, ...a].reverse()))
      const rest = ALL.filter((dot) => named(a).has(dot.join()) && !named(b).has(dot.join()))
      expect(subtractDots(dotsOf(...a), dotsOf(...b))).toEqual(dotsOf(...rest))
    })
  )
})

it('keeps what a replica did without gaps as one range', () => {
  expect(dotsOf(['A', 3], ['A', 1], ['B', 1], ['A', 2])).toEqual([
    ['A', [1, 3]],
    ['B', [1, 1]]
  ])
  expect(dotsOf(['A', 1], ['A', 3])).toEqual([['A', [1, 1, 3, 3]]])
})

it('numbers the next event after all that were seen of the replica, gaps or not', () => {
  expect(nextDot(NO_DOTS, 'A')).toEqual(['A', 1])
  expect(nextDot(dotsOf(['A', 1], ['A', 4], ['B', 9]), 'A')).toEqual(['A', 5])
})
