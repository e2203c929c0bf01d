import { expect, test } from 'vitest'
import { childrenOf, LEAF_LEVEL, leafOf, LEAVES, levelOf, pathTo } from '../../../src-node/protocols/quorum/merkle'
import { rangeOf } from '../../../src-shared/protocols/quorum/placement'
import { hashText } from '../../../src-shared/protocols/quorum/placement-in-turn'

test('a difference in one leaf is found by going down from the root, and nowhere else', () => {
  const a = new Array<number>(LEAVES).fill(0)
  const b = [...a]
  b[37] = 12345
  let places = [0]
  expect(levelOf(a, 0)).not.toEqual(levelOf(b, 0))
  for (let level = 0; level < LEAF_LEVEL; level++) {
    const theirs = childrenOf(a, level, places)
    const own = levelOf(b, level + 1)
    places = theirs.filter(([place, hash]) => own[place] !== hash).map(([place]) => place)
  }
  expect(places).toEqual([37])
})

test('the leaves that were compared tell the whole way to them', () => {
  const eight = (from: number) => Array.from({ length: 8 }, (_, i) => from + i)
  expect(pathTo([...eight(8), ...eight(40)], [9, 41, 47])).toEqual([
    { compared: [0], differing: [0] },
    { compared: eight(0), differing: [1, 5] },
    { compared: [...eight(8), ...eight(40)], differing: [9, 41, 47] }
  ])
})

test('keys spread over ranges and leaves', () => {
  const keys = Array.from({ length: 2000 }, (_, i) => `k${i}`)
  expect(new Set(keys.map((key) => rangeOf(key, { placement: 'modulo', tokens: null, ranges: 5 }))).size).toBe(5)
  expect(new Set(keys.map((key) => leafOf(hashText(key)))).size).toBe(LEAVES)
})
