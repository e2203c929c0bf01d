import { describe, expect, it, vi } from 'vitest'
import { Outbox } from '../../../src-node/runtime/outbox'
import { createTraceBudget } from '../../../src-node/node-core/trace-budget'
import { decodeEvents } from '../../../src-shared/wire/events'
import type { EventBody, TimedEvent } from '../../../src-shared/events'
import type { EventsMessage } from '../../../src-node/runtime/control-channel'

const NOTICE: EventBody = { kind: 'notice', level: 'info', text: 'hello' }
const MESSAGE: EventBody = { kind: 'dropped', cause: 'loss', from: 'a', to: 'b', boot: 1, n: 1 }

/** An outbox whose channel writes only when told. */
function stalledOutbox(events_max: number) {
  const events: TimedEvent[] = []
  const writes: (() => void)[] = []
  const channel = {
    send(message: EventsMessage, written?: () => void) {
      events.push(...decodeEvents(message.batch))
      writes.push(() => written?.())
    }
  }
  let now = 0
  const outbox = new Outbox({ source: 'n1', channel, now_us: () => ++now, events_max })
  return { outbox, events, writeAll: () => writes.splice(0).forEach((write) => write()) }
}

describe('the outbox', () => {
  it('sends what was emitted within a batch interval as one batch, in order and stamped', () => {
    vi.useFakeTimers()
    const { outbox, events } = stalledOutbox(100)
    for (let i = 0; i < 10; i++) outbox.emit(NOTICE)
    expect(events).toHaveLength(0)
    vi.advanceTimersByTime(20)
    expect(events.map((event) => event.t)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
    vi.useRealTimers()
  })

  it('loses message events first when the parent does not read, and says how many it lost', async () => {
    const { outbox, events, writeAll } = stalledOutbox(10)
    for (let batch = 0; batch < 4; batch++) {
      outbox.emit(NOTICE)
      void outbox.drain()
    }
    for (let i = 0; i < 8; i++) outbox.emit(MESSAGE)
    for (let i = 0; i < 7; i++) outbox.emit(NOTICE)
    writeAll()
    const drained = outbox.drain()
    writeAll()
    await drained
    const late = events.slice(4)
    expect(late.filter((event) => event.kind === 'dropped')).toHaveLength(5)
    expect(late.filter((event) => event.kind === 'notice')).toHaveLength(5)
    expect(late.at(-1)).toMatchObject({ kind: 'gap', source: 'n1', lost: 5 })
  })
})

describe('the trace budget', () => {
  /** Traced messages and announced shares over `seconds` at a steady pace. */
  function trace(messages_per_second: number, seconds: number, budget: number) {
    let now = 0
    const shares: number[] = []
    const tracing = createTraceBudget(
      budget,
      () => now,
      (share) => shares.push(share)
    )
    let traced = 0
    for (let i = 0; i < messages_per_second * seconds; i++) {
      now += 1e6 / messages_per_second
      if (tracing.next()) traced++
    }
    return { traced, shares }
  }

  it('traces everything within the budget', () => {
    expect(trace(1000, 5, 2000)).toEqual({ traced: 5000, shares: [] })
  })

  it('stays near the budget far beyond it, and announces the share', () => {
    const { traced, shares } = trace(100_000, 5, 1000)
    expect(traced).toBeGreaterThan(2500)
    expect(traced).toBeLessThan(10_000)
    expect(shares.at(-1)).toBe(128)
  })

  it('traces nothing with a budget of none', () => {
    expect(trace(1000, 1, 0)).toEqual({ traced: 0, shares: [] })
  })
})
