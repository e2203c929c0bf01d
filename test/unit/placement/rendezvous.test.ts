import { expect, it } from 'vitest'
import { hashBuckets } from '../../../src-shared/placement/directory'
import { imbalance, loadOf, movedKeys } from '../../../src-shared/placement/measures'
import { createRendezvous } from '../../../src-shared/placement/rendezvous'
import { named, someKeys } from './support'

const KEYS = someKeys(20_000)

it('keys are spread as evenly as by chance', () => {
  const { standard_error } = imbalance(loadOf(createRendezvous(named(10)), KEYS).values())
  expect(standard_error).toBeLessThan(2 * Math.sqrt(9 / KEYS.length))
})

it('keys are as weights, to the percent', () => {
  const load = loadOf(createRendezvous([{ id: 'a', weight: 3 }, { id: 'b' }, { id: 'c', weight: 0.1 }]), KEYS)
  for (const [id, weight] of Object.entries({ a: 3, b: 1, c: 0.1 }))
    expect(Math.abs(load.get(id)! / KEYS.length - weight / 4.1)).toBeLessThan(0.01)
})

it('more weight only gains keys, and takes them from all', () => {
  const moves = movedKeys(createRendezvous(named(4)), createRendezvous([...named(3), { id: 'n4', weight: 2 }]), KEYS)
  expect(new Set(moves.map(({ to }) => to))).toEqual(new Set(['n4']))
  expect(new Set(moves.map(({ from }) => from)).size).toBe(3)
})

it('the second in a preference list gets the key when the first leaves', () => {
  const placement = createRendezvous(named(5))
  for (const key of KEYS.slice(0, 200)) {
    const [first, second] = placement.owners(key, 2)
    expect(createRendezvous(named(5).filter(({ id }) => id !== first)).owner(key)).toBe(second)
  }
})

it('keys of one bucket of 64 are spread as well: its hash and the members’ are unrelated', () => {
  const bucketOf = hashBuckets(64)
  const keys = KEYS.filter((key) => bucketOf(key) === '7')
  const { standard_error } = imbalance(loadOf(createRendezvous(named(4)), keys).values())
  expect(standard_error).toBeLessThan(3 * Math.sqrt(3 / keys.length))
})
