import { expect, test } from 'vitest'
import { clock, milliseconds, offset, runTime } from '../../../src-renderer/lab/text/format'
import { operationText, resultText } from '../../../src-renderer/lab/text/operationText'
import { tokenFromAddress } from '../../../src-renderer/lab/browser/token'

test('durations keep about three digits and name their unit', () => {
  expect([0.4211, 12.34, 340.4, 1234, 65_000].map(milliseconds)).toEqual(['0.42 ms', '12.3 ms', '340 ms', '1.23 s', '65.0 s'])
  expect([0, 42_900_000, 3_723_000_000].map(clock)).toEqual(['00:00', '00:42', '1:02:03'])
  expect(runTime(42_318_499)).toBe('42.318 s')
  expect([0, 12_000, -3500].map(offset)).toEqual(['±0 ms', '+12.0 ms', '−3.50 ms'])
})

test('operations and answers read as one line', () => {
  expect(operationText({ f: 'put', key: 'k', value: 'a' })).toBe('put k = a')
  expect(operationText({ f: 'cas', key: 'k', expected: null, value: 'b' })).toBe('cas k: nothing → b')
  expect(operationText({ f: 'append', key: 'k', value: 'x'.repeat(100) })).toHaveLength('append k + '.length + 25)
  expect(resultText({ f: 'get', key: 'k' }, { value: null })).toBe('nothing')
  expect(resultText({ f: 'cas', key: 'k', expected: 'a', value: 'b' }, { swapped: false })).toBe('found another value')
})

test('what fills a generated value up to its size is not shown', () => {
  expect(operationText({ f: 'put', key: 'k', value: 'c1-673..........' })).toBe('put k = c1-673')
  expect(resultText({ f: 'get', key: 'k' }, { value: 'c1-6..........c2-9...' })).toBe('c1-6.c2-9')
  expect(resultText({ f: 'get', key: 'k' }, { value: '1.5' })).toBe('1.5')
})

test('the token comes from the address, wherever it stands', () => {
  expect(tokenFromAddress('http://127.0.0.1:1/#token=a-b_c')).toBe('a-b_c')
  expect(tokenFromAddress('http://127.0.0.1:1/?token=xyz')).toBe('xyz')
  expect(tokenFromAddress('http://127.0.0.1:1/')).toBeNull()
})
