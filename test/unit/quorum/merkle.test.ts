import { expect, test } from 'vitest'
import { childrenOf, LEAF_LEVEL, leafOf, LEAVES, levelOf } from '../../../src-node/protocols/quorum/merkle'
import { hashText, rangeOf } from '../../../src-node/protocols/quorum/placement'

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

test('keys spread over ranges and leaves', () => {
  const keys = Array.from({ length: 2000 }, (_, i) => `k${i}`)
  expect(new Set(keys.map((key) => rangeOf(key, { placement: 'modulo', tokens: null, ranges: 5 }))).size).toBe(5)
  expect(new Set(keys.map((key) => leafOf(hashText(key)))).size).toBe(LEAVES)
})
