import { expect, test } from 'vitest'
import { causesOf, conesOf, effectsOf } from '../../../src-renderer/lab/messages/causality'
import { traceOf } from './support/traces'

/** c asks a, a asks b and d, b answers a, a answers c; d's answer comes too late. Before all that a wrote to d. */
const old = traceOf('a', 'd', 0, 50)
const request = traceOf('c', 'a', 100, 200)
const to_b = traceOf('a', 'b', 300, 400)
const to_d = traceOf('a', 'd', 310, 900)
const from_b = traceOf('b', 'a', 500, 600)
const reply = traceOf('a', 'c', 700, 800)
const from_d = traceOf('d', 'a', 1000, 1100)
const all = [from_d, reply, from_b, to_d, to_b, request, old]

test('a message follows from what its sender had read since it last sent anything', () => {
  expect(causesOf(reply, all)).toEqual([from_b])
  expect(causesOf(to_b, all)).toEqual([request])
  expect(causesOf(to_d, all)).toEqual([request])
  expect(causesOf(request, all)).toEqual([])
})

test('what the receiver sent before it read on follows from a message', () => {
  expect(effectsOf(request, all)).toEqual([to_b, to_d])
  expect(effectsOf(to_d, all)).toEqual([from_d])
  expect(effectsOf(from_d, all)).toEqual([])
})

test('a lost message has causes and no effects', () => {
  const lost = traceOf('a', 'b', 320, null, { dropped: { t: 321, cause: 'cut' } })
  expect(causesOf(lost, [...all, lost])).toEqual([request])
  expect(effectsOf(lost, [...all, lost])).toEqual([])
})

test('the cones of a message: what led to its sending, and all that its sending may have led to', () => {
  const { past, future } = conesOf(reply, all)
  expect([...past].sort((a, b) => a.first_us - b.first_us)).toEqual([request, to_b, from_b])
  expect([...future]).toEqual([])
  expect(new Set(conesOf(to_b, all).future)).toEqual(new Set([to_d, from_b, reply, from_d]))
  expect(conesOf(to_b, all).past).toEqual(new Set([request]))
  // b and d do not know of each other.
  expect(conesOf(from_b, all).future.has(from_d)).toBe(false)
})
