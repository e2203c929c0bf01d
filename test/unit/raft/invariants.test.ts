import { describe, expect, test } from 'vitest'
import type { EventBody, LabEvent, LogEntryMark } from '../../../src-shared/events'
import { createInvariants } from '../../../src-node/protocols/raft/invariants'
import { WINDOW } from '../../../src-node/protocols/raft/invariants/view'
import { description } from '../../../src-node/protocols/raft/description'

const NODES = ['A', 'B', 'C']

/** Feeds events one millisecond apart; returns the violations as `invariant: text`. */
function watch(events: readonly EventBody[]): string[] {
  const invariants = createInvariants(NODES)
  return events.flatMap((event, at) => {
    const stamped: LabEvent = { ...event, t: at * 1000, seq: at + 1 }
    return invariants.flatMap((invariant) => {
      const violation = invariant.observe(stamped)
      for (const seq of violation?.events ?? []) expect(seq).toBeLessThanOrEqual(at + 1)
      return violation ? [`${invariant.name}: ${violation.text}`] : []
    })
  })
}

const mark = (index: number, term: number, operation?: string, digest = 100 * term + index): LogEntryMark => ({
  index,
  term,
  digest,
  operation
})
const leads = (node: string, term: number): EventBody => ({ kind: 'role', node, role: 'leader', term, leader: node })
const appends = (node: string, ...entries: LogEntryMark[]): EventBody => ({ kind: 'log-append', node, entries })
const applies = (node: string, ...entries: LogEntryMark[]): EventBody => ({ kind: 'apply', node, entries })
const commits = (node: string, index: number, term: number): EventBody => ({ kind: 'commit', node, index, term })
const truncates = (node: string, from_index: number): EventBody => ({ kind: 'log-truncate', node, from_index })
const snapshots = (node: string, index: number, term: number): EventBody => ({ kind: 'log-snapshot', node, index, term })
const starts = (node: string): EventBody => ({ kind: 'node-started', node, boot: 2, pid: 1 })
const exits = (node: string): EventBody => ({
  kind: 'node-exited',
  node,
  boot: 1,
  reason: 'crashed',
  code: null,
  signal: 'SIGKILL',
  output: []
})
const invokes = (op: number): EventBody => ({ kind: 'invoke', client: 'c', op, operation: { f: 'put', key: 'k', value: 'v' } })
const oks = (op: number, node: string): EventBody => ({ kind: 'ok', client: 'c', op, result: {}, latency_us: 1, node })

/** A leads term 1 with a no-op and one write, which A and B hold and apply. */
const HEALTHY: EventBody[] = [
  leads('A', 1),
  appends('A', mark(1, 1)),
  appends('B', mark(1, 1)),
  commits('A', 1, 1),
  applies('A', mark(1, 1)),
  invokes(1),
  appends('A', mark(2, 1, 'c:1')),
  appends('B', mark(2, 1, 'c:1')),
  commits('A', 2, 1),
  applies('A', mark(2, 1, 'c:1')),
  oks(1, 'A'),
  commits('B', 2, 1),
  applies('B', mark(1, 1), mark(2, 1, 'c:1'))
]

test('one watcher for each invariant of the description, in its order', () => {
  expect(
    createInvariants(NODES)
      .map(({ name }) => name)
      .sort()
  ).toEqual(description.invariants.map(({ name }) => name).sort())
})

describe('a healthy run breaks nothing', () => {
  test('writes, a new leader, a conflict, a restart, a snapshot', () => {
    const events = [
      ...HEALTHY,
      appends('A', mark(3, 1)),
      exits('A'),
      leads('B', 2),
      appends('B', mark(3, 2)),
      starts('A'),
      appends('A', mark(1, 1), mark(2, 1, 'c:1'), mark(3, 1)),
      truncates('A', 3),
      appends('A', mark(3, 2)),
      applies('B', mark(3, 2)),
      applies('A', mark(1, 1), mark(2, 1, 'c:1'), mark(3, 2)),
      snapshots('C', 2, 1),
      appends('C', mark(3, 2)),
      applies('C', mark(3, 2)),
      leads('C', 3)
    ]
    expect(watch(events)).toEqual([])
  })
})

describe('election-safety', () => {
  test('two leaders in one term', () => {
    expect(watch([leads('A', 3), leads('B', 3)])).toEqual(['election-safety: A and B both lead term 3'])
  })
  test('the same leader told twice, or leaders of different terms, are fine', () => {
    expect(watch([leads('A', 3), leads('A', 3), leads('B', 4)])).toEqual([])
  })
})

describe('log-matching', () => {
  test('different contents under the same index and term', () => {
    expect(watch([appends('A', mark(1, 1, 'c:1', 7)), appends('B', mark(1, 1, 'c:2', 8))])).toEqual([
      'log-matching: A and B hold different contents as entry 1 of term 1 (c:2)'
    ])
  })
  test('the same entry after different ones', () => {
    const events = [appends('A', mark(1, 1), mark(2, 3)), appends('B', mark(1, 2)), appends('B', mark(2, 3))]
    expect(watch(events)).toEqual(['log-matching: entry 2 of term 3 follows term 1 on A but term 2 on B'])
  })
  test('an entry after a snapshot follows the term of the snapshot', () => {
    const events = [
      appends('A', mark(1, 1), mark(2, 2)),
      appends('B', mark(1, 9)),
      snapshots('B', 1, 1),
      appends('B', mark(2, 2))
    ]
    expect(watch(events)).toEqual([])
  })
})

describe('committed-stays', () => {
  test('another term committed at the same index', () => {
    const events = [...HEALTHY, commits('C', 2, 2)]
    expect(watch(events)).toEqual(['committed-stays: C commits entry 2 of term 2, but A committed entry 2 of term 1 (c:1)'])
  })
  test('a node drops what it has applied', () => {
    expect(watch([...HEALTHY, truncates('B', 2)])).toEqual([
      'committed-stays: B drops entries from 2, although it has applied entries up to 2'
    ])
  })
})

describe('leader-completeness', () => {
  const incomplete = 'leader-completeness: C leads term 2 without entry 1 of term 1, which A committed'
  test('a new leader lacks a committed entry', () => {
    expect(watch([...HEALTHY.slice(0, 5), leads('C', 2)])).toEqual([incomplete])
  })
  test('the commit comes to light after the election', () => {
    const [leader, own, copied, committed, applied] = HEALTHY as [EventBody, EventBody, EventBody, EventBody, EventBody]
    expect(watch([leader, own, copied, leads('C', 2), committed, applied])).toEqual([incomplete])
  })
  test('nobody is accused of what was missed', () => {
    const gap: EventBody = { kind: 'gap', source: 'C', lost: 10 }
    expect(watch([...HEALTHY.slice(0, 5), gap, leads('C', 2)])).toEqual([])
  })
})

describe('acknowledged-kept', () => {
  test('an answer without a commit', () => {
    const events = [
      leads('A', 1),
      invokes(1),
      oks(1, 'A'),
      commits('A', 1, 1),
      applies('A', mark(1, 1)),
      appends('A', mark(2, 1))
    ]
    expect(watch(events)).toEqual(['acknowledged-kept: A answered c:1 with ok, but no node has committed it'])
  })
  test('what a crashed node did last may never be told', () => {
    expect(watch([leads('A', 1), invokes(1), oks(1, 'A'), exits('A'), starts('A'), appends('A', mark(1, 1))])).toEqual([])
  })
  test('an acknowledged write is missing from a new leader and then replaced', () => {
    const lost = watch([...HEALTHY, leads('C', 2), appends('C', mark(1, 1), mark(2, 2)), applies('C', mark(1, 1), mark(2, 2))])
    expect(lost).toContain('acknowledged-kept: c:1 was answered with ok, but C leads term 2 without it')
    expect(lost).toContain('acknowledged-kept: c:1 was answered with ok, but C applied entry 2 of term 2 in its place')
  })
})

describe('state-machine-safety', () => {
  test('another entry applied at the same index', () => {
    expect(watch([...HEALTHY, applies('C', mark(1, 1), mark(2, 1, 'c:9', 5))])).toContain(
      'state-machine-safety: C applies entry 2 of term 1 (c:9), but A applied entry 2 of term 1 (c:1)'
    )
  })
  test('an entry left out', () => {
    expect(watch([...HEALTHY, applies('C', mark(2, 1, 'c:1'))])).toEqual([
      'state-machine-safety: C applies entry 2 right after entry 0'
    ])
  })
})

test('a run far longer than the window is watched in constant space, and still closely', () => {
  const entries = Array.from({ length: 3 * WINDOW }, (_, at) => mark(at + 1, 1))
  const last = entries.at(-1)!
  const run = [
    leads('A', 1),
    appends('A', ...entries),
    applies('A', ...entries),
    appends('B', ...entries),
    applies('B', ...entries)
  ]
  expect(watch([...run, leads('B', 2)])).toEqual([])
  expect(watch([...run, applies('C', mark(1, 5))])).toEqual([])
  expect(watch([...run, commits('C', last.index, 2)])).toHaveLength(1)
})
