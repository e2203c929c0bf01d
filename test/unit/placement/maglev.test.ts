import { expect, it } from 'vitest'
import { createMaglev } from '../../../src-shared/placement/maglev'
import { hashesKept, imbalance, movedShare } from '../../../src-shared/placement/measures'
import { leastMoved } from '../../../src-shared/placement/theory'
import { named } from './support'

it('members have equally many slots, to one', () => {
  for (const count of [3, 10, 100]) {
    const slots = [...hashesKept(createMaglev(named(count))).values()]
    expect(Math.max(...slots) - Math.min(...slots)).toBeLessThanOrEqual(1)
  }
})

it('a member that leaves takes few slots of the others along', () => {
  const moved = movedShare(createMaglev(named(100)), createMaglev(named(100).slice(0, 99)))
  expect(moved).toBeGreaterThanOrEqual(0.99 * leastMoved(100, 99))
  expect(moved).toBeLessThan(4 * leastMoved(100, 99))
})

it('a larger table loses fewer slots of the others', () => {
  const beyond = (slots: number) =>
    movedShare(createMaglev(named(20), { slots }), createMaglev(named(19), { slots })) - leastMoved(20, 19)
  expect(beyond(65_537)).toBeLessThan(beyond(251))
})

it('slots are as weights, and the lightest has one', () => {
  const members = [
    { id: 'a', weight: 5 },
    { id: 'b', weight: 3 },
    { id: 'c', weight: 1e-6 }
  ]
  const kept = hashesKept(createMaglev(members, { slots: 1_009 }))
  expect(kept.get('c')).toBe(1)
  expect(kept.get('a')! / kept.get('b')!).toBeCloseTo(5 / 3, 1)
})

it.each([1, 2, 65_536, 1_001, 2 ** 20 + 7])('refuses a table of %d slots for three members', (slots) => {
  expect(() => createMaglev(named(3), { slots })).toThrow(
    /^The table needs a prime number of slots from 3, one a member, to 1048576/
  )
})

it('is evener than a ring of 100 virtual nodes is', () => {
  expect(imbalance(hashesKept(createMaglev(named(100))).values()).standard_error).toBeLessThan(0.001)
})
