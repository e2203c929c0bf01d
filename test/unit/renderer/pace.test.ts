import { expect, test } from 'vitest'
import { beatAt, momentAfter, paceOf, paceText } from '../../../src-renderer/lab/messages/pace'
import type { MessageTrace } from '../../../src-shared/folds/messages'
import { ringOf, traceOf } from './support/traces'

function paceAt(t_us: number, traces: MessageTrace[], changes_us: number[] = [], counts = (_: MessageTrace) => true) {
  return paceOf(t_us, beatAt(t_us, { messages: ringOf(...traces), changes_us }, counts))
}

test('while a message is on its way the pace lets it be seen: the shorter its flight, the slower', () => {
  expect(paceAt(1100, [traceOf('n1', 'n2', 1000, 1300)])).toBe(1 / 10_000)
  expect(paceAt(1100, [traceOf('n1', 'n2', 1000, 41_000)])).toBe(1 / 20)
  expect(paceAt(1100, [traceOf('n1', 'n2', 1000, 41_000), traceOf('n1', 'n3', 1000, 3000)])).toBe(1 / 400)
})

test('where nothing is under way the distance to the next event decides, so that it is never waited for', () => {
  const [a, b] = [traceOf('n1', 'n2', 1000, 1100), traceOf('n1', 'n2', 301_000, 301_100)]
  expect(paceAt(50_000, [a, b])).toBe(1)
  expect(paceAt(299_000, [a, b])).toBe(1)
  expect(paceAt(2_000_000, [a, traceOf('n1', 'n2', 4_000_000, 4_000_100)])).toBe(10)
  expect(paceAt(50_000, [a])).toBe(1)
})

test('a change is slowed as well, with what it sets in motion', () => {
  expect(paceAt(1100, [], [1000])).toBe(1 / 2000)
  expect(paceAt(500, [], [1000])).toBe(1 / 400)
})

test('messages that do not count do not slow anything', () => {
  const traces = [traceOf('n1', 'n2', 1000, 1300, { type: 'append-entries' })]
  expect(paceAt(1100, traces, [], ({ type }) => type !== 'append-entries')).toBe(1)
})

test('the way to the next message, however fast, ends where it sets out', () => {
  const beat = { flight_us: null, before_us: 0, next_us: 300_000 }
  expect(momentAfter(200_000, 16, 10, beat)).toBe(300_000)
  expect(momentAfter(100_000, 16, 10, beat)).toBe(260_000)
  expect(momentAfter(200_000, 16, 1, { ...beat, next_us: null })).toBe(216_000)
})

test('a pace in words', () => {
  expect([10, 1, 1 / 400].map(paceText)).toEqual(['10 times real time', 'real time', '1/400 of real time'])
})
