import { expect, test } from 'vitest'
import { listOfNodes, withRanges } from '../../../src-shared/text/list-text'

test('four and more names that are counted on are a range', () => {
  expect(listOfNodes(['n1', 'n2', 'n3', 'n4', 'n7'])).toBe('n1–n4 and n7')
  expect(withRanges(['n1', 'n2', 'n3'])).toEqual(['n1', 'n2', 'n3'])
  expect(withRanges(['n8', 'n9', 'n10', 'n11'])).toEqual(['n8–n11'])
  expect(withRanges(['a1', 'b2', 'east', 'n3', 'n2'])).toEqual(['a1', 'b2', 'east', 'n3', 'n2'])
  expect(listOfNodes([])).toBe('')
})
