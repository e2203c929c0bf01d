import { describe, expect, it } from 'vitest'
import type { EventBody, LabEvent } from '../../../src-shared/events'
import { LogAppend, LogDurable, LogSnapshot, LogTruncate } from '../../../src-shared/protocols/replicated-log/facts'
import { createInvariants } from '../../../src-node/protocols/leader-follower/invariants'

const NODES = ['A', 'B', 'C']
const entry = (index: number, term: number) => ({ index, term, digest: index, operation: `c1:${index}` })

/** What the invariants say of a run: its events, each a microsecond after the one before. */
function judge(replication: string, bodies: readonly EventBody[]): string[] {
  const invariants = createInvariants(NODES, { replication })
  return bodies.flatMap((body, at) => {
    const event: LabEvent = { ...body, t: at, seq: at }
    return invariants.flatMap((invariant) => {
      const finding = invariant.observe(event)
      return finding ? [`${'lost' in finding ? 'lost' : invariant.name}: ${finding.text}`] : []
    })
  })
}

const started = (node: string, generation = 0): EventBody => ({ kind: 'node-started', node, boot: 1, pid: 1, generation })
const recovered = (node: string): EventBody => LogDurable.of(node, { index: 0 })
const leads = (node: string, term: number): EventBody => ({ kind: 'role', node, role: 'leader', term, leader: node })
const follows = (node: string, term: number, leader: string): EventBody => ({
  kind: 'role',
  node,
  role: 'follower',
  term,
  leader
})
const stores = (node: string, index: number, term = 1): EventBody[] => [
  LogAppend.of(node, { entries: [entry(index, term)] }),
  LogDurable.of(node, { index })
]
const invoked: EventBody = { kind: 'invoke', client: 'c1', op: 1, operation: { f: 'put', key: 'k', value: 'v' } }
const answered: EventBody = { kind: 'ok', client: 'c1', op: 1, result: {}, latency_us: 1, node: 'A' }
const sampled = (node: string): EventBody => ({ kind: 'sample', node, values: {} })

const begun: EventBody[] = [
  ...NODES.flatMap((node) => [started(node), recovered(node)]),
  leads('A', 1),
  follows('B', 1, 'A'),
  follows('C', 1, 'A'),
  invoked
]

const dropped: EventBody = LogTruncate.of('A', { from_index: 1 })

describe('acknowledged-kept', () => {
  /** Acknowledged at once, and on all disks soon after; then B leads, and A gives up its log. */
  const wiped: EventBody[] = [
    ...begun,
    ...stores('A', 1),
    answered,
    ...stores('B', 1),
    ...stores('C', 1),
    leads('B', 2),
    follows('A', 2, 'B')
  ]

  it('does not take another entry in the same place and epoch for the one that its leader lost before the sync', () => {
    const other = { index: 1, term: 1, digest: 99, operation: 'c2:1' }
    const appends = (node: string, mark: object): EventBody[] => [
      LogAppend.of(node, { entries: [mark as typeof other] }),
      LogDurable.of(node, { index: (mark as typeof other).index })
    ]
    const findings = judge('asynchronous', [
      ...begun,
      LogAppend.of('A', { entries: [entry(1, 1)] }),
      { kind: 'node-exited', node: 'A', boot: 1, reason: 'crashed', code: null, signal: 'SIGKILL', output: [] },
      started('A'),
      recovered('A'),
      leads('A', 1),
      ...appends('A', other),
      ...appends('B', other),
      ...appends('A', { index: 2, term: 1, digest: 1, operation: 'c1:1' }),
      answered,
      leads('B', 2),
      sampled('B')
    ])
    expect(findings).toEqual(['lost: B leads epoch 2 without 1 acknowledged write: c1:1'])
  })

  it('holds it against a node that gives up what its leader has, and leads before it has it back', () => {
    expect(judge('asynchronous', [...wiped, dropped, leads('A', 4), sampled('A')])).toEqual([
      'acknowledged-kept: c1:1 was answered with ok, but A leads epoch 4 without it'
    ])
  })

  it('allows it to a node that was told to drop the entry by a leader that lacks it', () => {
    const run: EventBody[] = [...begun, ...stores('A', 1), answered, leads('B', 2), follows('A', 2, 'B')]
    expect(judge('asynchronous', [...run, dropped, leads('A', 4), sampled('A')])).toEqual([
      'lost: A leads epoch 4 without 1 acknowledged write: c1:1'
    ])
  })

  it('allows it to a node whose disk was lost, but not under synchronous replication', () => {
    const lost: EventBody[] = [started('A', 1), recovered('A'), leads('A', 30_001), sampled('A')]
    expect(judge('asynchronous', [...wiped, ...lost])).toEqual([expect.stringMatching(/^lost: A leads/)])
    expect(judge('synchronous', [...wiped, ...lost])).toContainEqual(expect.stringMatching(/^acknowledged-kept: c1:1/))
  })

  it('allows it to a node that crashes before what came with a snapshot is on its disk', () => {
    const snapshot: EventBody = LogSnapshot.of('C', { index: 1, term: 1 })
    const run: EventBody[] = [
      ...begun,
      ...stores('A', 1),
      answered,
      snapshot,
      started('C'),
      recovered('C'),
      leads('C', 3),
      sampled('C')
    ]
    expect(judge('asynchronous', run)).toEqual([expect.stringMatching(/^lost: C leads/)])
    const durable: EventBody = LogDurable.of('C', { index: 1 })
    run.splice(run.indexOf(snapshot) + 1, 0, durable)
    expect(judge('asynchronous', run)).toEqual([expect.stringMatching(/^acknowledged-kept: c1:1/)])
  })

  it('accuses nobody after a gap', () => {
    const gap: EventBody = { kind: 'gap', source: 'A', lost: 1 }
    expect(judge('asynchronous', [...wiped, dropped, gap, leads('A', 4), sampled('A')])).toEqual([])
  })
})

describe('acknowledged-stored', () => {
  it('judges the answer to a write that stood in the leader’s log when it began', () => {
    const run: EventBody[] = [...begun, ...stores('A', 1), ...stores('B', 1), leads('B', 2), answered, sampled('C')]
    expect(judge('synchronous', run)).toEqual([
      'acknowledged-stored: c1:1 was answered with ok, which is on the disks of A, B only'
    ])
    expect(judge('semi-synchronous', run)).toEqual([])
  })

  it('counts a node that had the entry and lost its disk', () => {
    const lost = [started('B', 1), recovered('B')]
    const run: EventBody[] = [...begun, ...stores('A', 1), ...stores('B', 1), ...lost, answered, sampled('B'), sampled('C')]
    expect(judge('semi-synchronous', run)).toEqual([])
  })
})
