import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Plain } from '../../../src-node/protocols/contract'
import { resolutionOf } from '../../../src-node/protocols/multi-leader/resolutions'
import type { Resolution, WriteOperation } from '../../../src-node/protocols/multi-leader/resolutions/resolution'
import { MERGE_FUNCTIONS } from '../../../src-shared/protocols/multi-leader/choices'
import type { Conflicts } from '../../../src-shared/protocols/multi-leader/choices'

const NODES = ['n1', 'n2', 'n3']

const operation: fc.Arbitrary<WriteOperation> = fc.oneof(
  fc.constantFrom('a.', 'b.', '7').map((value) => ({ f: 'put' as const, key: 'k', value })),
  fc.constantFrom('c.', 'd.').map((value) => ({ f: 'append' as const, key: 'k', value })),
  fc.integer({ min: -3, max: 3 }).map((by) => ({ f: 'increment' as const, key: 'k', by })),
  fc.constant({ f: 'delete' as const, key: 'k' })
)
const writes = fc.array(fc.record({ operation, slot: fc.nat(2), at_us: fc.nat(5), hears: fc.nat(2) }), { maxLength: 12 })
type Writes = typeof writes extends fc.Arbitrary<infer T> ? T : never

/** Every leader's own deltas, made on what it had taken in by then. */
function deltasOf(resolution: Resolution, history: Writes): Plain[] {
  const states = NODES.map(() => resolution.empty)
  return history.map(({ operation, slot, at_us, hears }, i) => {
    states[slot] = resolution.join(states[slot]!, states[hears]!)
    const delta = resolution.write(states[slot]!, { operation, name: `c:${i}`, actor: NODES[slot]!, origin: slot, at_us })
    states[slot] = resolution.join(states[slot]!, delta)
    return delta
  })
}

const CONFLICT_CASES: readonly (readonly [Conflicts, (typeof MERGE_FUNCTIONS)[number]])[] = [
  ['last-write-wins', 'union'],
  ['crdt', 'union'],
  ...MERGE_FUNCTIONS.map((name) => ['merge', name] as const)
]

describe.each(CONFLICT_CASES)('%s (%s)', (conflicts, merge_function) => {
  const resolution = resolutionOf({ conflicts, merge_function })
  const joinAll = (deltas: readonly Plain[]) => deltas.reduce(resolution.join, resolution.empty)

  test('gives the same in whatever order, and however often, the writes come', () => {
    fc.assert(
      fc.property(
        writes.chain((history) => {
          const deltas = deltasOf(resolution, history)
          return fc.tuple(fc.constant(deltas), fc.shuffledSubarray([...deltas, ...deltas], { minLength: deltas.length * 2 }))
        }),
        ([deltas, shuffled]) => {
          expect(joinAll(shuffled)).toEqual(joinAll(deltas))
          expect(resolution.values(joinAll(shuffled))).toEqual(resolution.values(joinAll(deltas)))
        }
      ),
      { numRuns: 300 }
    )
  })

  test('lets a write that follows what it has seen replace it', () => {
    const [first, second] = deltasOf(resolution, [
      { operation: { f: 'put', key: 'k', value: 'a.' }, slot: 0, at_us: 1, hears: 0 },
      { operation: { f: 'put', key: 'k', value: 'b.' }, slot: 1, at_us: 2, hears: 0 }
    ])
    expect(resolution.values(joinAll([second!, first!]))).toEqual(['b.'])
    expect(resolution.isConflict(first!, second!)).toBe(false)
  })
})

describe('two writes that do not know of each other', () => {
  const concurrent = (conflicts: Conflicts, one: WriteOperation, other: WriteOperation) => {
    const resolution = resolutionOf({ conflicts, merge_function: 'union' })
    const [a, b] = deltasOf(resolution, [
      { operation: one, slot: 0, at_us: 5, hears: 0 },
      { operation: other, slot: 1, at_us: 5, hears: 1 }
    ])
    return { resolution, state: resolution.join(a!, b!), is_conflict: resolution.isConflict(a!, b!) }
  }
  const put = (value: string) => ({ f: 'put', key: 'k', value }) as const
  const increment = { f: 'increment', key: 'k', by: 1 } as const

  test('leave the one of the greater node at equal timestamps, and the other is not accounted for', () => {
    const { resolution, state, is_conflict } = concurrent('last-write-wins', put('a'), put('b'))
    expect(is_conflict).toBe(true)
    expect(resolution.values(state)).toEqual(['b'])
    expect([0, 1].map((slot) => resolution.accounted(state, slot))).toEqual([0, 1])
  })

  test('lose one of two increments where the last write wins, and none in a PN-counter', () => {
    const last = concurrent('last-write-wins', increment, increment)
    expect(last.resolution.values(last.state)).toEqual(['1'])
    const counted = concurrent('crdt', increment, increment)
    expect(counted.resolution.values(counted.state)).toEqual(['2'])
  })

  test('delete a counter once, and leave increments that come at the same time', () => {
    const resolution = resolutionOf({ conflicts: 'crdt', merge_function: 'union' })
    const seen = { hears: 0, at_us: 0 }
    const deltas = deltasOf(resolution, [
      { operation: { f: 'increment', key: 'k', by: 5 }, slot: 0, ...seen },
      { operation: { f: 'delete', key: 'k' }, slot: 1, ...seen },
      { operation: { f: 'delete', key: 'k' }, slot: 2, ...seen },
      { operation: { f: 'increment', key: 'k', by: 2 }, slot: 0, ...seen }
    ])
    const joined = (count: number) => resolution.values(deltas.slice(0, count).reduce(resolution.join, resolution.empty))
    expect([1, 2, 3, 4].map(joined)).toEqual([['5'], [], [], ['2']])
  })

  test('are shown side by side, or merged by the application', () => {
    const crdt = concurrent('crdt', put('milk.'), put('eggs.'))
    expect(crdt.resolution.values(crdt.state)).toEqual(['eggs.', 'milk.'])
    const merged = concurrent('merge', put('milk.bread.'), put('eggs.milk.'))
    expect(merged.resolution.values(merged.state)).toEqual(['bread.eggs.milk.'])
  })
})
