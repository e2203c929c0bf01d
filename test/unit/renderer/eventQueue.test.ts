import { expect, test } from 'vitest'
import type { LabEvent } from '../../../src-shared/events'
import { decodeEvents, encodeEvents } from '../../../src-shared/wire/events'
import { EventQueue } from '../../../src-renderer/lab/run/eventQueue'

function batch(first: number, count: number): Uint8Array {
  return encodeEvents(
    Array.from({ length: count }, (_, i) => ({ kind: 'node-paused', node: 'n1', t: first + i, seq: first + i }) as LabEvent)
  )
}
function queueWithClock(tick_ms: number) {
  let now_ms = 0
  return new EventQueue(
    (bytes) => decodeEvents<LabEvent>(bytes),
    () => (now_ms += tick_ms)
  )
}

test('hands out events of several batches in order', () => {
  const queue = queueWithClock(0)
  queue.push(batch(1, 300))
  queue.push(batch(301, 2))
  const seen: number[] = []
  expect(queue.drain((event) => seen.push(event.seq), 10)).toBe(302)
  expect(seen).toEqual(Array.from({ length: 302 }, (_, i) => i + 1))
  expect(queue.empty).toBe(true)
})

test('stops when the budget is used up and goes on where it stopped', () => {
  const queue = queueWithClock(5)
  queue.push(batch(1, 1000))
  const seen: number[] = []
  const first = queue.drain((event) => seen.push(event.seq), 8)
  expect(first).toBeGreaterThan(0)
  expect(first).toBeLessThan(1000)
  expect(queue.empty).toBe(false)
  while (!queue.empty) queue.drain((event) => seen.push(event.seq), 8)
  expect(seen).toEqual(Array.from({ length: 1000 }, (_, i) => i + 1))
})

test('forgets what waits when a new run begins', () => {
  const queue = queueWithClock(5)
  queue.push(batch(1, 1000))
  queue.drain(() => {}, 8)
  queue.clear()
  expect(queue.empty).toBe(true)
  expect(queue.drain(() => {}, 8)).toBe(0)
})
