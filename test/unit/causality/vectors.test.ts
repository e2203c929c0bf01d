import { expect, test } from 'vitest'
import { compareVectors, vectorText } from '../../../src-shared/causality/vectors'

test.each([
  [[1, 0, 0], [2, 2, 0], 'before'],
  [[2, 2, 0], [1, 0, 0], 'after'],
  [[2, 0, 0], [0, 1, 0], 'concurrent'],
  [[1, 0, 0], [0, 0, 1], 'concurrent'],
  [[0, 0, 1], [1, 1, 2], 'before'],
  [[1, 1, 2], [1, 1, 2], 'same'],
  // A node that joined later has a slot that older vectors do not have.
  [[1, 0], [1, 0, 1], 'before'],
  [[1, 0, 0], [1, 0], 'same']
] as const)('%j stands to %j as %s', (a, b, order) => {
  expect(compareVectors(a, b)).toBe(order)
})

test('a vector as text', () => {
  expect(vectorText([1, 0, 12])).toBe('[1,0,12]')
})
