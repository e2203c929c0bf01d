import { expect, test } from 'vitest'
import type { EventBody, LabEvent } from '../../../src-shared/events'
import { dotsInFlight, MessageDots } from '../../../src-renderer/lab/canvas/messageDots'
import { createRunFold, foldEvent } from '../../../src-shared/folds/run'
import { CLEAR_LINK } from '../../../src-shared/network/netem'

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

test('in a moment of the past each message stands where it has got to', () => {
  const fold = createRunFold()
  const sent = (n: number, t: number) =>
    foldEvent(fold, { kind: 'sent', type: 'x', bytes: 1, from: 'n1', to: 'n2', boot: 1, n, t, seq: n } as LabEvent)
  foldEvent(fold, {
    kind: 'link-changed',
    links: [{ link: 'n1>n2', mode: 'open', settings: { ...CLEAR_LINK, delay_ms: 100 } }],
    t: 0,
    seq: 0
  })
  sent(1, 1000)
  sent(2, 41_000)
  expect(dotsInFlight(fold, 51_000).map(({ at }) => Math.round(at * 100))).toEqual([10, 50])
  foldEvent(fold, {
    kind: 'delivered',
    late_us: 50,
    copy: 0,
    corrupted: false,
    from: 'n1',
    to: 'n2',
    boot: 1,
    n: 1,
    t: 51_000,
    seq: 9
  })
  expect(dotsInFlight(fold, 51_000)).toHaveLength(1)
  // Far overdue: its receiver was gone.
  expect(dotsInFlight(fold, 2_000_000)).toEqual([])
})
