import { expect, test } from 'vitest'
import { shortValue, withoutPadding } from '../../../src-shared/text/value-text'

test.each([
  ['c1-17', 'c1-17'],
  ['c1-17.', 'c1-17'],
  ['c1-17..........', 'c1-17'],
  ['n-1-2....', 'n-1-2'],
  ['c1-1.....c2-4.....', 'c1-1.c2-4'],
  ['c1-1.c2-4.', 'c1-1.c2-4'],
  ['no number...', 'no number...'],
  ['3.14', '3.14'],
  ['', '']
])('%j without padding is %j', (padded, value) => expect(withoutPadding(padded)).toBe(value))

test('a long value is cut off, and none is told', () => {
  expect(shortValue('a'.repeat(30))).toBe(`${'a'.repeat(24)}…`)
  expect(shortValue(null)).toBe('nothing')
})
