/** Random transactions over few keys, and the order in which their steps meet. */
import fc from 'fast-check'
import type { ShardStep } from '../../../../src-node/protocols/kit/transactions/steps'

const suffix = fc.constantFrom('a', 'b', 'c')

const step: fc.Arbitrary<ShardStep> = fc.oneof(
  { weight: 4, arbitrary: suffix.map((key) => ({ do: 'read' as const, key: `r/${key}` })) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('write' as const),
      key: suffix.map((key) => `r/${key}`),
      value: fc.constantFrom('1', '2', '3')
    })
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('append' as const),
      key: suffix.map((key) => `l/${key}`),
      value: fc.constantFrom('x', 'y')
    })
  },
  { weight: 1, arbitrary: suffix.map((key) => ({ do: 'read' as const, key: `l/${key}` })) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('add' as const),
      key: suffix.map((key) => `n/${key}`),
      by: fc.integer({ min: -3, max: 3 })
    })
  },
  { weight: 2, arbitrary: fc.constantFrom('r/', 'n/').map((prefix) => ({ do: 'scan' as const, prefix })) }
)

export const transactions = (count: number) =>
  fc.array(fc.array(step, { minLength: 1, maxLength: 4 }), { minLength: 2, maxLength: count })

export const choices = fc.array(fc.nat(99), { minLength: 1, maxLength: 40 })

/** A number below `count`, in turn; the list begins anew. */
export function chooser(given: readonly number[]): (count: number) => number {
  let next = 0
  return (count) => given[next++ % given.length]! % count
}
