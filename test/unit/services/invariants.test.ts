import { describe, expect, test } from 'vitest'
import { createInvariants } from '../../../src-node/protocols/services/invariants'
import { description } from '../../../src-shared/protocols/services/description'
import type { EventBody, LabEvent } from '../../../src-shared/events'
import { Paid, SpanStarted, WorkStarted } from '../../../src-shared/protocols/services/facts'

type Timed = readonly [t: number, body: EventBody]

const PARAMETERS = { retry_budget_percent: 10 }

/** What the invariants find in these events, by name. */
function findings(...events: Timed[]): string[] {
  const invariants = createInvariants([], PARAMETERS)
  return events.flatMap(([t, body], i) => {
    const event = { ...body, t, seq: i + 1 } as LabEvent
    return invariants.flatMap((invariant) => (invariant.observe(event) === null ? [] : [invariant.name]))
  })
}

const paid = (key: string | null) => Paid.of('d', { request: 'c1:1', account: 'k', amount: 1, key })
const call = (attempt: number, span = '1') =>
  SpanStarted.of('a', { request: 'c1:1', span, parent: null, side: 'client', service: 'service-b', peer: 'b', attempt })
const got = (given: Partial<SpanStarted['data']>) =>
  SpanStarted.of('b', { request: 'c1:1', span: '2', parent: null, side: 'server', service: 'service-b', peer: 'a', ...given })
const works = WorkStarted.of('b', { request: 'c1:1', span: '2', slow: false })
const sample: EventBody = { kind: 'sample', node: 'a', values: {} }

test('every invariant of the description is watched', () => {
  expect(createInvariants([], PARAMETERS).map(({ name }) => name)).toEqual(description.invariants.map(({ name }) => name))
})

describe('the invariants', () => {
  test('find a request that pays twice, but only where it had a key', () => {
    expect(findings([1, paid('c1:1')], [2, paid('c1:1/x')])).toEqual(['paid-once'])
    expect(findings([1, paid(null)], [2, paid(null)])).toEqual([])
  })

  test('find work that begins after its deadline', () => {
    expect(findings([0, got({ remaining_us: 10_000 })], [9_000, works])).toEqual([])
    expect(findings([0, got({ remaining_us: 10_000 })], [20_000, works])).toEqual(['no-work-after-deadline'])
    expect(findings([0, got({})], [20_000, works])).toEqual([])
  })

  test('find a queue that is longer than it may be', () => {
    expect(findings([0, got({ queued: 4, queue_max: 4 })])).toEqual([])
    expect(findings([0, got({ queued: 5, queue_max: 4 })])).toEqual(['queue-bound'])
  })

  test('find further tries beyond ten and a share of the calls, since the member’s start', () => {
    const times = (count: number, attempt: number) => Array.from({ length: count }, (): Timed => [0, call(attempt)])
    expect(findings(...times(10, 2))).toEqual([])
    expect(findings(...times(11, 2))).toEqual(['retry-budget'])
    expect(findings(...times(10, 1), ...times(11, 2))).toEqual([])
    expect(findings(...times(10, 2), [1, { kind: 'role', node: 'a', role: 'service-a' }], ...times(10, 2))).toEqual([])
  })

  test('find a span without its parent once the caller has told of all it did before', () => {
    const orphan: Timed = [5, got({ parent: '1' })]
    expect(findings(orphan, [4, sample])).toEqual([])
    expect(findings(orphan, [4, call(1)], [6, sample])).toEqual([])
    expect(findings(orphan, [6, sample])).toEqual(['parent-known'])
    expect(findings(orphan, [6, { kind: 'node-exited', node: 'a' } as EventBody], [7, sample])).toEqual([])
  })
})
