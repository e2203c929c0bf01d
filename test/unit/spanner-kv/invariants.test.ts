import { describe, expect, test } from 'vitest'
import { createInvariants } from '../../../src-node/protocols/spanner-kv/invariants'
import { description } from '../../../src-shared/protocols/spanner-kv/description'
import type { EventBody, LabEvent } from '../../../src-shared/events'
import { CommitWaited, NewestRead, SnapshotServed, VersionCommitted } from '../../../src-shared/protocols/spanner-kv/facts'

type Timed = readonly [t: number, body: EventBody]

const PARAMETERS = { groups: 2 }
const NODES = ['n1', 'n2', 'gps']

function findings(...events: Timed[]): string[] {
  const invariants = createInvariants(NODES, PARAMETERS, { gps: 'gps-master' })
  return events.flatMap(([t, body], i) => {
    const event = { ...body, t, seq: i + 1 } as LabEvent
    return invariants.flatMap((invariant) => (invariant.observe(event) === null ? [] : [invariant.name]))
  })
}

const begins = (client: string, key = 'x'): EventBody => {
  return { kind: 'invoke', client, op: 1, operation: { f: 'put', key, value: 'v' } } as unknown as EventBody
}
const answered = (client: string): EventBody => {
  return { kind: 'ok', client, op: 1, node: 'n1', result: {}, latency_us: 1 } as unknown as EventBody
}
const committed = (client: string, at_us: number, { group = 'g1', index = at_us, key = 'x' } = {}): EventBody => {
  return { ...VersionCommitted.of('n1', { operation: `${client}:1`, key, at_us, index, wrote: true }), group }
}
const served = (at_us: number, version_us: number | null): EventBody =>
  SnapshotServed.of('n2', { operation: 'c9:1', at_us, versions: [{ key: 'x', version_us }], wait_ms: 0 })
const sampled = (node: string, believed_error_ms: number): EventBody => {
  return { kind: 'sample', node, values: { believed_error_ms, clock_bound_ms: 4 } }
}

test('every invariant of the description is watched', () => {
  const names = createInvariants(NODES, PARAMETERS).map(({ name }) => name)
  expect(names).toEqual(description.invariants.map(({ name }) => name))
})

describe('external consistency', () => {
  const first: Timed[] = [
    [100, begins('c1')],
    [110, committed('c1', 150)],
    [200, answered('c1')]
  ]
  test('is broken by a later write with a smaller timestamp, of whichever group', () => {
    expect(findings(...first, [210, begins('c2')], [220, committed('c2', 151, { group: 'g2' })])).toEqual([
      'timestamp-within-operation'
    ])
    const smaller = [...first, [140, begins('c2')], [220, committed('c2', 149, { group: 'g2' })]] as Timed[]
    expect(findings(...smaller)).toEqual([])
    const later: Timed[] = [
      [100, begins('c1')],
      [110, committed('c1', 900)],
      [200, answered('c1')],
      [210, begins('c2')]
    ]
    expect(findings(...later, [220, committed('c2', 800, { group: 'g2' })])).toEqual(['external-consistency'])
    expect(findings(...later, [220, committed('c2', 901, { group: 'g2' })])).toEqual([])
  })
  test('does not depend on whether the answer or the timestamp is told first', () => {
    const late: Timed[] = [
      [100, begins('c1')],
      [200, answered('c1')],
      [205, committed('c1', 900)],
      [210, begins('c2')]
    ]
    expect(findings(...late, [220, committed('c2', 800, { group: 'g2' })])).toEqual(['external-consistency'])
  })
})

describe('timestamps', () => {
  const waited = (at_us: number) => {
    const spans = { epsilon_ms: 4, wait_ms: 8, replication_ms: 1, whole_ms: 8 }
    return CommitWaited.of('n1', { operation: 'c1:1', key: 'x', at_us, earliest_us: 0, latest_us: 0, ...spans })
  }
  test('are past when a write or a read is answered', () => {
    expect(findings([200, waited(199)])).toEqual([])
    expect(findings([200, waited(200)])).toEqual(['timestamp-within-operation'])
    const read = NewestRead.of('n1', { operation: 'c1:1', key: 'x', version_us: 201 })
    expect(findings([200, read])).toEqual(['timestamp-within-operation'])
  })
  test('grow along the log of a group', () => {
    const other = { group: 'g2', index: 8 }
    expect(findings([1, committed('c1', 500, { index: 7 })], [2, committed('c2', 400, other)])).toEqual([])
    expect(findings([1, committed('c1', 500, { index: 7 })], [2, committed('c2', 500, { index: 8 })])).toEqual([
      'timestamps-grow'
    ])
  })
})

test('a snapshot misses no version at or below its time, told before it or after', () => {
  expect(findings([600, committed('c1', 500)], [700, served(500, 500)])).toEqual([])
  expect(findings([600, committed('c1', 500)], [700, served(500, null)])).toEqual(['snapshots-stable'])
  expect(findings([700, served(500, 400)], [800, committed('c1', 500)])).toEqual(['snapshots-stable'])
  expect(findings([700, served(499, 400)], [800, committed('c1', 500)])).toEqual([])
})

test('the time of a replica is within its interval; a master that is deceived does not count', () => {
  expect(findings([1, sampled('n1', -4)], [2, sampled('gps', 50)])).toEqual([])
  expect(findings([1, sampled('n1', -5)], [2, sampled('n1', -6)])).toEqual(['interval-holds-true-time'])
})
