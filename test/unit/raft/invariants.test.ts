import { describe, expect, test } from 'vitest'
import type { EventBody, LabEvent } from '../../../src-shared/events'
import { createInvariants } from '../../../src-node/protocols/raft/invariants'
import { WINDOW } from '../../../src-node/protocols/replicated-log/invariants/view'
import { description } from '../../../src-shared/protocols/raft/description'
import {
  Apply,
  Commit,
  LogAppend,
  LogDurable,
  LogSnapshot,
  LogTruncate,
  Vote
} from '../../../src-shared/protocols/replicated-log/facts'
import type { LogEntryMark } from '../../../src-shared/protocols/replicated-log/facts'

const NODES = ['A', 'B', 'C']

/** An event that came late: it happened at `ms`. */
const at = (ms: number, event: EventBody): Timed => ({ ...event, t: ms * 1000 })
type Timed = EventBody & { readonly t?: number }

/** Feeds events one millisecond apart, unless one says when it happened; returns the violations as `invariant: text`. */
function watch(events: readonly Timed[]): string[] {
  const invariants = createInvariants(NODES)
  return events.flatMap((event, at) => {
    const stamped: LabEvent = { t: at * 1000, ...event, seq: at + 1 }
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
const follows = (node: string, term: number): EventBody => ({ kind: 'role', node, role: 'follower', term, leader: null })
const samples = (node: string): EventBody => ({ kind: 'sample', node, values: {} })
const appends = (node: string, ...entries: LogEntryMark[]): EventBody => LogAppend.of(node, { entries })
const applies = (node: string, ...entries: LogEntryMark[]): EventBody => Apply.of(node, { entries })
const commits = (node: string, index: number, term: number): EventBody => Commit.of(node, { index, term })
const truncates = (node: string, from_index: number): EventBody => LogTruncate.of(node, { from_index })
const snapshots = (node: string, index: number, term: number): EventBody => LogSnapshot.of(node, { index, term })
const synced = (node: string, index: number): EventBody => LogDurable.of(node, { index })
const starts = (node: string, generation = 0): EventBody => ({ kind: 'node-started', node, boot: 2, pid: 1, generation })
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

/** A leads term 1; A and B have its no-op on their disks. */
const OPENED: EventBody[] = [leads('A', 1), appends('A', mark(1, 1)), appends('B', mark(1, 1)), synced('A', 1), synced('B', 1)]
const COMMITTED: EventBody[] = [...OPENED, commits('A', 1, 1), applies('A', mark(1, 1))]

/** And one write, which A and B hold and apply. */
const HEALTHY: EventBody[] = [
  ...COMMITTED,
  invokes(1),
  appends('A', mark(2, 1, 'c:1')),
  appends('B', mark(2, 1, 'c:1')),
  synced('A', 2),
  synced('B', 2),
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
      synced('A', 3),
      truncates('A', 3),
      appends('A', mark(3, 2)),
      synced('A', 3),
      synced('B', 3),
      commits('B', 3, 2),
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

describe('one-vote', () => {
  const votes = (candidate: string, term: number): EventBody => {
    const none = { index: 0, term: 0 }
    return Vote.of('B', { candidate, term, last: none, candidate_last: none })
  }
  test('two votes in a term, with a restart in between or the first for itself', () => {
    expect(watch([votes('A', 3), starts('B'), votes('C', 3)])).toEqual(['one-vote: B votes for A and for C in term 3'])
    expect(watch([votes('B', 3), votes('A', 3)])).toEqual(['one-vote: B votes for B and for A in term 3'])
    expect(watch([votes('A', 3), votes('A', 3), votes('C', 4)])).toEqual([])
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
    const events = [appends('A', mark(1, 1), mark(2, 2)), snapshots('B', 1, 1), appends('B', mark(2, 2))]
    expect(watch(events)).toEqual([])
  })
})

describe('committed-stays', () => {
  test('another term committed at the same index', () => {
    const events = [...HEALTHY, commits('C', 2, 2)]
    expect(watch(events)).toEqual(['committed-stays: C commits entry 2 of term 2, but A committed entry 2 of term 1 (c:1)'])
  })
  test('a node drops what it has applied', () => {
    expect(watch([...HEALTHY, truncates('B', 2)])).toContain(
      'committed-stays: B drops entries from 2, although it has applied entries up to 2'
    )
  })
})

describe('leader-completeness', () => {
  const incomplete = 'leader-completeness: C leads term 2 without entry 1 of term 1, which A committed'
  test('a new leader lacks a committed entry', () => {
    expect(watch([...COMMITTED, leads('C', 2)])).toEqual([incomplete])
  })
  test('the commit comes to light after the election', () => {
    expect(watch([...OPENED, leads('C', 2), ...COMMITTED.slice(OPENED.length)])).toEqual([incomplete])
  })
  test('what a lost disk held is not held against the node, but neither does it excuse what is committed later', () => {
    const lost = [...HEALTHY, exits('B'), starts('B', 1), synced('B', 0)]
    expect(watch([...lost, samples('B'), samples('C')])).toEqual([])
    const later = [appends('A', mark(3, 1)), synced('A', 3), commits('A', 3, 1), samples('B'), samples('C')]
    expect(watch([...lost, ...later])).toEqual([
      'quorum-log: A commits entry 3 of term 1, which is in the logs of A only',
      'committed-durable: A commits entry 3 of term 1, which is on the disks of A only'
    ])
  })
  test('nobody is accused of what was missed', () => {
    const gap: EventBody = { kind: 'gap', source: 'C', lost: 10 }
    expect(watch([...COMMITTED, gap, leads('C', 2)])).toEqual([])
  })
})

describe('acknowledged-kept', () => {
  test('an answer without a commit', () => {
    const events = [...OPENED, invokes(1), oks(1, 'A'), ...COMMITTED.slice(OPENED.length), appends('A', mark(2, 1))]
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

describe('log-well-formed', () => {
  test('a hole', () => {
    expect(watch([appends('A', mark(1, 1)), appends('A', mark(3, 1))])).toEqual([
      'log-well-formed: A writes entry 3, but its log ends at 1'
    ])
  })
  test('entries written over others that were not dropped first', () => {
    expect(watch([appends('A', mark(1, 1), mark(2, 1)), appends('A', mark(2, 2))])).toEqual([
      'log-well-formed: A writes entry 2, but its log ends at 2'
    ])
  })
  test('terms that go down', () => {
    expect(watch([appends('A', mark(1, 3), mark(2, 2))])).toEqual([
      'log-well-formed: A writes entry 2 of term 2 right after an entry of term 3'
    ])
  })
  test('an entry of a term that its node has not reached', () => {
    expect(watch([leads('B', 1), follows('A', 1), appends('A', mark(1, 2))])).toEqual([
      'log-well-formed: A writes entry 1 of term 2 while it is in term 1'
    ])
  })
  test('what a node recovers may reach back behind its snapshot', () => {
    const recovery = [exits('A'), starts('A'), snapshots('A', 2, 1), appends('A', mark(2, 1, 'c:1'), mark(3, 1)), synced('A', 3)]
    expect(watch([...HEALTHY, ...recovery, appends('A', mark(4, 1))])).toEqual([])
  })
})

describe('leader-log-longest', () => {
  test('a follower holds an entry of the term that its leader has not written', () => {
    expect(watch([...OPENED, appends('B', mark(2, 1)), samples('A')])).toEqual([
      'leader-log-longest: B holds entry 2 of term 1, but A, which leads that term, does not'
    ])
  })
  test('a leader that is late to tell, has crashed or leads no longer is not accused', () => {
    expect(watch([...OPENED, appends('B', mark(2, 1)), at(0, appends('A', mark(2, 1))), samples('A')])).toEqual([])
    expect(watch([...OPENED, appends('B', mark(2, 1)), exits('A'), starts('A'), synced('A', 0)])).toEqual([])
    expect(watch([...OPENED, follows('A', 2), appends('B', mark(2, 1)), samples('A')])).toEqual([])
  })
})

describe('quorum-log and committed-durable', () => {
  const unsynced = [leads('A', 1), appends('A', mark(1, 1)), appends('B', mark(1, 1)), synced('A', 1), commits('A', 1, 1)]
  test('a commit that only its leader holds', () => {
    expect(watch([leads('A', 1), appends('A', mark(1, 1)), commits('A', 1, 1), samples('B'), samples('C')])).toEqual([
      'committed-durable: A commits entry 1 of term 1, which is on the disks of nobody',
      'quorum-log: A commits entry 1 of term 1, which is in the logs of A only'
    ])
  })
  test('a commit before a second disk has it', () => {
    expect(watch([...unsynced, samples('C'), synced('B', 1)])).toEqual([
      'committed-durable: A commits entry 1 of term 1, which is on the disks of A only'
    ])
  })
  test('a follower that is late to tell, or was killed before it could, is not accused', () => {
    expect(watch([...unsynced, samples('C'), at(0, synced('B', 1)), samples('B')])).toEqual([])
    expect(watch([...unsynced, samples('C'), exits('B'), starts('B'), synced('B', 0)])).toEqual([])
    expect(watch([...unsynced.slice(0, 4), exits('B'), commits('A', 1, 1), samples('C')])).toEqual([])
  })
  test('a node that was down when the entry was written cannot hold it', () => {
    const down = [exits('B'), appends('A', mark(3, 1)), synced('A', 3), commits('A', 3, 1), samples('C')]
    expect(watch([...HEALTHY, ...down])).toHaveLength(2)
  })
  test('a node drops what only it and the leader held', () => {
    expect(watch([...HEALTHY, truncates('B', 2)])).toEqual(
      expect.arrayContaining([
        'quorum-log: B drops the committed entry 2 of term 1 (c:1), now in the logs of A only',
        'committed-durable: B drops the committed entry 2 of term 1 (c:1), now on the disks of A only'
      ])
    )
  })
  test('a node comes back without what it had on disk', () => {
    const back = [exits('B'), starts('B'), appends('B', mark(1, 1)), synced('B', 1)]
    expect(watch([...HEALTHY, ...back])).toEqual([
      'quorum-log: B comes back without the committed entry 2 of term 1 (c:1), now in the logs of A only',
      'committed-durable: B comes back without the committed entry 2 of term 1 (c:1), now on the disks of A only'
    ])
  })
  test('nobody is accused of what was missed', () => {
    const gap: EventBody = { kind: 'gap', source: 'B', lost: 10 }
    expect(watch([...unsynced, gap, samples('B'), samples('C'), appends('A', mark(2, 1)), commits('A', 2, 1)])).toEqual([])
  })
})

describe('more-up-to-date-correct', () => {
  const votes = (index: number, candidate_last: [number, number]): EventBody =>
    Vote.of('B', {
      candidate: 'C',
      term: 3,
      last: { index, term: 1 },
      candidate_last: { index: candidate_last[0], term: candidate_last[1] }
    })
  test('a vote for a log that ends earlier', () => {
    expect(watch([...HEALTHY, votes(2, [1, 1])])).toEqual([
      'more-up-to-date-correct: B votes for C, whose log ends with entry 1 of term 1, before its own entry 2 of term 1'
    ])
    expect(watch([...HEALTHY, votes(2, [2, 1])])).toEqual([])
  })
  test('a log that wins the comparison and still lacks what the voter has committed', () => {
    expect(watch([...HEALTHY, appends('C', mark(1, 1), mark(2, 2)), votes(2, [2, 2])])).toEqual([
      'more-up-to-date-correct: B votes for C, whose log lacks entry 2 of term 1 (c:1), which B has committed'
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
    synced('A', last.index),
    synced('B', last.index),
    applies('B', ...entries)
  ]
  expect(watch([...run, leads('B', 2)])).toEqual([])
  expect(watch([...run, applies('C', mark(1, 5))])).toEqual([])
  expect(watch([...run, commits('C', last.index, 2)])).toHaveLength(1)
})
