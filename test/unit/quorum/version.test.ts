import fc from 'fast-check'
import { expect, test } from 'vitest'
import { knowledgeOf, readToken, tokenOf, tokenOfWrite } from '../../../src-node/protocols/quorum/policies'
import type { Row, Version } from '../../../src-node/protocols/quorum/version'
import { clockOf, holds, liveValues, mergeRows, sameRow, supersedes } from '../../../src-node/protocols/quorum/version'

const stamped = (at_us: number, slot: number): Version => ({
  value: `${at_us}@${slot}`,
  at_us,
  slot,
  count: 0,
  seen: [],
  operation: 'c:1'
})
const dotted = (slot: number, count: number, seen: number[]): Version => ({
  value: `${slot}.${count}`,
  at_us: count,
  slot,
  count,
  seen,
  operation: 'c:1'
})

/** All rows that three replicas ever held of a key, while clients read at one, wrote at another, and replicas told each other. */
const vectorRows = fc
  .array(fc.record({ at: fc.nat(2), from: fc.nat(2), what: fc.constantFrom('blind', 'read', 'sync') }), {
    minLength: 1,
    maxLength: 14
  })
  .map((steps) => {
    const rows: Row[] = [[], [], []]
    const held: Row[] = []
    for (const { at, from, what } of steps) {
      const read = knowledgeOf(what === 'read' ? rows[from]! : [], 3)
      const count = 1 + Math.max(read[at]!, knowledgeOf(rows[at]!, 3)[at]!)
      rows[at] = mergeRows(rows[at]!, what === 'sync' ? rows[from]! : [dotted(at, count, [...read])])
      held.push(rows[at]!)
    }
    return held
  })
const stampedRows = fc
  .array(fc.tuple(fc.nat(5), fc.nat(2)), { minLength: 1, maxLength: 8 })
  .map((stamps) => stamps.map(([at, slot]): Row => [stamped(at, slot)]))

test.each([
  ['vectors', vectorRows],
  ['timestamps', stampedRows]
] as const)('%s: replicas that heard the same agree, in whatever order and however often', (_, histories) => {
  const property = fc.property(histories, fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })), (held, dice) => {
    const order = held.map((row) => [dice.next().value as number, row] as const).sort(([a], [b]) => a - b)
    const shuffled = order.map(([, row]) => row)
    const all = held.reduce(mergeRows)
    const half = Math.floor(held.length / 2)
    const [a, b] = [held.slice(0, half).reduce(mergeRows, []), held.slice(half).reduce(mergeRows, [])]
    expect(sameRow(mergeRows(a, b), mergeRows(b, a))).toBe(true)
    expect(sameRow(mergeRows(a, b), all)).toBe(true)
    expect(sameRow(shuffled.reduce(mergeRows), all)).toBe(true)
    expect(sameRow([...held, ...shuffled].reduce(mergeRows), all)).toBe(true)
    expect(holds(all, a)).toBe(true)
  })
  fc.assert(property, { numRuns: 500 })
})

test('[1,0,0] and [0,0,1] are concurrent; what has seen both supersedes both', () => {
  const a = dotted(0, 1, [0, 0, 0])
  const c = dotted(2, 1, [0, 0, 0])
  expect([clockOf(a), clockOf(c)]).toEqual([
    [1, 0, 0],
    [0, 0, 1]
  ])
  expect([supersedes(a, c), supersedes(c, a)]).toEqual([false, false])
  expect(liveValues(mergeRows([a], [c]))).toEqual(['0.1', '2.1'])
  const b = dotted(1, 1, [1, 0, 0])
  expect(tokenOf([b, c], 3)).toBe('[1,1,1]')
  const after = dotted(2, 2, readToken('[1,1,1]', 3) as number[])
  expect(clockOf(after)).toEqual([1, 1, 2])
  expect(mergeRows([b, c], [after])).toEqual([after])
})

test('blind writes through one coordinator stay apart, and neither writer may overwrite the other unseen', () => {
  const first = dotted(0, 1, [0, 0, 0])
  const second = dotted(0, 2, [0, 0, 0])
  expect(mergeRows([first], [second])).toHaveLength(2)
  expect(tokenOfWrite(first)).toBe('[1,0,0]')
  expect(tokenOfWrite(second)).toBe('[0,0,0]')
})

test.each([undefined, '', 'x', '[1,2]', '[1,2,-1]', '[1,2,"3"]', '{}', '[1,2,0.5]'])(
  'the token %s counts as having seen nothing',
  (token) => {
    expect(readToken(token, 3)).toEqual([0, 0, 0])
  }
)

test('the newest timestamp wins, ties go to the later node', () => {
  expect(mergeRows([stamped(5, 0)], [stamped(4, 2)])).toEqual([stamped(5, 0)])
  expect(mergeRows([stamped(5, 0)], [stamped(5, 1)])).toEqual([stamped(5, 1)])
})
