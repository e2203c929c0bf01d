import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { EventStream } from '../../../src-main/lab/run/event-stream'
import type { LiveInvariant } from '../../../src-node/protocols/contract'
import type { LabEvent, TimedEvent } from '../../../src-shared/events'

let now_us = 0
let seen: LabEvent[] = []
let stream: EventStream

const note = (t: number, detail: string): TimedEvent => ({ t, kind: 'note', node: 'A', topic: 'test', detail })
const details = () => seen.map((event) => (event.kind === 'note' ? event.detail : event.kind))

function open(invariants: readonly LiveInvariant[] = []) {
  stream = new EventStream({ now_us: () => now_us, invariants })
  stream.subscribe((batch) => seen.push(...batch))
}

/** Lets the run's clock and the stream's timer go on together. */
function pass(ms: number) {
  for (let i = 0; i < ms; i += 20) {
    now_us += 20_000
    vi.advanceTimersByTime(20)
  }
}

beforeEach(() => {
  vi.useFakeTimers()
  now_us = 0
  seen = []
})
afterEach(() => {
  stream.close()
  vi.useRealTimers()
})

describe('the event stream', () => {
  it('orders what sources report out of order, and numbers it from 1 without gaps', () => {
    open()
    stream.push([note(2000, 'second'), note(4000, 'fourth')])
    stream.push([note(1000, 'first'), note(3000, 'third')])
    pass(200)
    expect(details()).toEqual(['first', 'second', 'third', 'fourth'])
    expect(seen.map(({ seq }) => seq)).toEqual([1, 2, 3, 4])
  })

  it('keeps the order in which one source reports events of the same moment', () => {
    open()
    stream.push([note(5, 'a'), note(5, 'b'), note(5, 'c')])
    pass(200)
    expect(details()).toEqual(['a', 'b', 'c'])
  })

  it('does not wait for a source that says nothing', () => {
    open()
    for (let i = 0; i < 10; i++) {
      stream.push([note(now_us, `${i}`)])
      pass(20)
    }
    expect(seen.length).toBeGreaterThan(3)
  })

  it('places what comes too late next, with the time at which it happened', () => {
    open()
    stream.push([note(1000, 'in time')])
    pass(200)
    stream.push([note(500, 'late')])
    pass(200)
    expect(details()).toEqual(['in time', 'late'])
    expect(seen[1]!.t).toBe(500)
  })

  it('lets everything out when it is closed', () => {
    open()
    stream.push([note(now_us + 1_000_000, 'of the future')])
    stream.close()
    expect(details()).toEqual(['of the future'])
  })

  it('reports what it had no room for as a gap, message events first', () => {
    open()
    const delivered = { kind: 'delivered', from: 'A', to: 'B', boot: 1, n: 1, late_us: 0, copy: 0, corrupted: false } as const
    stream.push(Array.from({ length: 200_010 }, (_, i) => ({ t: i, ...delivered })))
    stream.push([note(1, 'kept')])
    pass(400)
    expect(seen.some((event) => event.kind === 'note')).toBe(true)
    expect(seen.filter((event) => event.kind === 'gap')).toMatchObject([{ source: 'lab', lost: 10 }])
  })

  it('places a violation right behind the event that shows it, and does not repeat it without end', () => {
    const invariant: LiveInvariant = {
      name: 'no-notes',
      observe: (event) => (event.kind === 'note' ? { text: 'a note', events: [event.seq] } : null)
    }
    open([invariant])
    stream.push(Array.from({ length: 50 }, (_, i) => note(i, `${i}`)))
    pass(200)
    expect(seen[1]).toMatchObject({ kind: 'violation', invariant: 'no-notes', events: [1], seq: 2 })
    expect(seen.filter(({ kind }) => kind === 'violation')).toHaveLength(10)
    expect(seen.map(({ seq }) => seq)).toEqual(seen.map((_, i) => i + 1))
  })
})
