import { expect, test } from 'vitest'
import { quorumOverlap } from '../../../src-shared/protocols/quorum/overlap'

/** All sets of `size` of the numbers below `n`. */
function subsets(n: number, size: number): number[][] {
  if (size === 0) return [[]]
  if (n < size) return []
  return [...subsets(n - 1, size), ...subsets(n - 1, size - 1).map((set) => [...set, n - 1])]
}

test('the overlap is the least that any two quorums have in common', () => {
  for (let n = 1; n <= 6; n++)
    for (let r = 1; r <= n; r++)
      for (let w = 1; w <= n; w++) {
        const common = subsets(n, r).flatMap((read) =>
          subsets(n, w).map((write) => read.filter((node) => write.includes(node)).length)
        )
        expect(quorumOverlap(n, r, w).overlap, `N=${n} R=${r} W=${w}`).toBe(Math.min(...common))
      }
})

test('the textbook settings', () => {
  expect(quorumOverlap(3, 2, 2)).toEqual({ overlap: 1, strict: true, writes_overlap: true, read_failures: 1, write_failures: 1 })
  expect(quorumOverlap(5, 3, 3)).toMatchObject({ overlap: 1, strict: true, read_failures: 2, write_failures: 2 })
  expect(quorumOverlap(3, 3, 1)).toMatchObject({
    overlap: 1,
    strict: true,
    writes_overlap: false,
    read_failures: 0,
    write_failures: 2
  })
  expect(quorumOverlap(3, 1, 3)).toMatchObject({ overlap: 1, strict: true, read_failures: 2, write_failures: 0 })
  expect(quorumOverlap(3, 1, 1)).toMatchObject({ overlap: 0, strict: false })
})

test('what is no quorum is refused', () => {
  for (const [n, r, w] of [
    [3, 0, 2],
    [3, 2, 4],
    [3, 1.5, 2],
    [0, 1, 1],
    [2.5, 1, 1]
  ] as const)
    expect(() => quorumOverlap(n, r, w)).toThrow(RangeError)
})
