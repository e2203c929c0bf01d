import { describe, expect, it } from 'vitest'
import type { EventBody, LabEvent } from '../../../src-shared/events'
import type { Operation } from '../../../src-shared/operations'
import { RunMetrics } from '../../../src-shared/metrics/run-metrics'
import { newReadsTracker, trackReads } from '../../../src-shared/folds/reads-tracker'

/** A history that is written down step by step; times in ms. */
class Clients {
  readonly events: LabEvent[] = []
  private op = 0

  at(ms: number, event: EventBody): void {
    this.events.push({ seq: this.events.length + 1, t: ms * 1000, ...event })
  }

  begin(ms: number, operation: Operation): number {
    this.at(ms, { kind: 'invoke', client: 'c1', op: ++this.op, operation })
    return this.op
  }

  ask(ms: number, op: number, node = 'n1'): void {
    this.at(ms, { kind: 'attempt', client: 'c1', op, attempt: 1, node })
  }

  answer(ms: number, op: number, result: object, more: object = {}): void {
    this.at(ms, { kind: 'ok', client: 'c1', op, result, latency_us: 0, node: 'n1', ...more })
  }

  put(from_ms: number, to_ms: number, value: string, key = 'k1'): void {
    this.answer(to_ms, this.begin(from_ms, { f: 'put', key, value }), {})
  }

  get(ms: number, value: string | null, more: object = {}): void {
    const op = this.begin(ms, { f: 'get', key: 'k1' })
    this.answer(ms + 1, op, { value }, more)
  }

  /** How stale each answered read was, ms. */
  staleness(): (number | null)[] {
    const tracker = newReadsTracker()
    const answered = this.events.flatMap((event) => trackReads(tracker, event) ?? [])
    return answered.map(({ staleness_us }) => staleness_us && staleness_us / 1000)
  }
}

describe('the staleness of a read', () => {
  it('counts from the earliest acknowledgement of a write that is newer than what was read', () => {
    const clients = new Clients()
    clients.put(0, 10, 'one')
    clients.put(20, 30, 'two')
    clients.put(40, 50, 'three')
    clients.get(100, 'one')
    clients.get(100, 'two')
    clients.get(100, 'three')
    clients.get(100, null)
    expect(clients.staleness()).toEqual([70, 50, 0, 90])
  })

  it('is none where the newer write was not acknowledged before the read began, or came at the same time as the one that was read', () => {
    const clients = new Clients()
    clients.put(0, 10, 'one')
    const second = clients.begin(20, { f: 'put', key: 'k1', value: 'two' })
    clients.get(25, 'one')
    clients.answer(30, second, {})
    const third = clients.begin(25, { f: 'put', key: 'k1', value: 'three' })
    clients.answer(40, third, {})
    clients.get(50, 'two')
    expect(clients.staleness()).toEqual([0, 0])
  })

  it('does not count writes that failed or whose outcome is unknown', () => {
    const clients = new Clients()
    clients.put(0, 10, 'one')
    for (const [kind, value] of [
      ['fail', 'two'],
      ['info', 'three']
    ] as const) {
      const op = clients.begin(20, { f: 'put', key: 'k1', value })
      clients.at(30, { kind, client: 'c1', op, error: 'lost', latency_us: 0 })
    }
    clients.get(50, 'one')
    expect(clients.staleness()).toEqual([0])
  })

  it('is not known of a key whose values do not tell their writes apart', () => {
    const clients = new Clients()
    clients.put(0, 10, 'one')
    clients.answer(20, clients.begin(15, { f: 'append', key: 'k1', value: 'x' }), {})
    clients.get(50, 'one')
    expect(clients.staleness()).toEqual([null])
  })
})

it('metrics tell what reads cost, which came from copies, and which share of all requests the busiest node got', () => {
  const clients = new Clients()
  clients.put(0, 10, 'one')
  clients.put(20, 30, 'two')
  const read = clients.begin(40, { f: 'get', key: 'k1' })
  clients.ask(41, read, 'n1')
  clients.ask(42, read, 'n2')
  clients.ask(43, read, 'n2')
  clients.answer(44, read, { value: 'two' })
  clients.get(50, 'one', { copy: { of: 'cache', age_us: 25_000 } })
  const { whole } = new RunMetrics(clients.events, { name: 'sharded-kv' })
  expect(whole).toMatchObject({
    requests_per_read: 1.5,
    'reads.copied_percent': 50,
    'reads.stale_percent': 50,
    'staleness_ms.max': 20,
    'copy_age_ms.max': 25,
    busiest_percent: expect.closeTo(66.67, 1) as number
  })
})
