import { expect, test } from 'vitest'
import type { EventBody, LabEvent } from '../../../src-shared/events'
import { MessageDots } from '../../../src-renderer/lab/canvas/messageDots'

function event(t: number, body: EventBody): LabEvent {
  return { ...body, t, seq: 1 } as LabEvent
}
const sent = (n: number, t: number) => event(t, { kind: 'sent', from: 'n1', to: 'n2', boot: 1, n, type: 'x', bytes: 1 })

test('a message travels from its sender to its receiver and is gone', () => {
  const dots = new MessageDots()
  dots.observe(sent(1, 0))
  expect(dots.at(1000).map((dot) => dot.at)).toEqual([0])
  const [half] = dots.at(1225)
  expect(half!.at).toBeCloseTo(0.5)
  expect(dots.at(2000)).toEqual([])
})

test('a slow message takes as long as it took', () => {
  const dots = new MessageDots()
  dots.observe(sent(1, 0))
  dots.observe(
    event(2_000_000, { kind: 'delivered', from: 'n1', to: 'n2', boot: 1, n: 1, late_us: 2_000_000, copy: 0, corrupted: false })
  )
  dots.at(0)
  expect(dots.at(1000)[0]!.at).toBeCloseTo(0.5)
})

test('a dropped message stops on its way, stays a little and goes', () => {
  const dots = new MessageDots()
  dots.observe(sent(1, 0))
  dots.observe(event(10, { kind: 'dropped', from: 'n1', to: 'n2', boot: 1, n: 1, cause: 'cut' }))
  dots.at(0)
  const [stopped] = dots.at(400)
  expect(stopped!.dropped).toBe(true)
  expect(stopped!.at).toBeLessThan(0.5)
  expect(dots.at(1000)).toEqual([])
})

test('shows a picture of the traffic, not every message', () => {
  const dots = new MessageDots()
  for (let n = 1; n <= 10_000; n++) dots.observe(sent(n, n * 10))
  expect(dots.at(0)).toHaveLength(1)
})

test('a vote request is shown on a link that is busy with appends', () => {
  const dots = new MessageDots()
  dots.observe(sent(1, 0))
  dots.observe(event(10, { kind: 'sent', from: 'n1', to: 'n2', boot: 1, n: 2, type: 'request-vote', bytes: 1 }))
  expect(dots.at(0).map(({ type }) => type)).toEqual(['x', 'request-vote'])
})
