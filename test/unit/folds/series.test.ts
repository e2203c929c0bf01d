import { describe, expect, it } from 'vitest'
import type { LabEvent } from '../../../src-shared/events'
import { groupTextOf } from '../../../src-shared/charts/partition-steps'
import { foldRun } from '../../../src-shared/folds/run'
import { metricsOf } from '../support/metrics'
import { Ring } from '../../../src-shared/folds/ring'
import { Commit } from '../../../src-shared/protocols/replicated-log/facts'
import { StreamBuilder, minuteOfRaft } from '../support/stream'
import { rolesFold } from '../../../src-shared/protocols/leadership/roles'
import { raft } from '../../../src-shared/protocols/raft'
import { commitFold } from '../../../src-shared/protocols/replicated-log/commit'
import { lagFold } from '../../../src-shared/protocols/replicated-log/lag'

describe('a ring', () => {
  it('keeps the newest and counts what it lost', () => {
    const ring = new Ring<number>(3)
    for (let i = 1; i <= 5; i += 1) ring.push(i)
    expect([ring.toArray(), ring.lost, ring.at(0), ring.at(-1), ring.at(3)]).toEqual([[3, 4, 5], 2, 3, 5, undefined])
  })

  it('puts a late item in its place', () => {
    const ring = new Ring<number>(4)
    for (const item of [1, 2, 5, 6, 7]) ring.push(item)
    ring.insert(4, (other) => other > 4)
    expect(ring.toArray()).toEqual([4, 5, 6, 7])
  })
})

describe('roles and terms', () => {
  const stepsOf = (run: StreamBuilder, node: string) =>
    rolesFold
      .of(foldRun(run.events(), raft))!
      .replicas.get(node)!
      .toArray()
      .map(({ t_us, state, role, term }) => `${t_us / 1000} ${state === 'running' ? role : state} ${term}`)

  it('do not exist for who never had a role, down or not', () => {
    const run = new StreamBuilder().start().bootAll().exit(50, 'n1').at(60, { kind: 'node-paused', node: 'n2' })
    expect(rolesFold.of(foldRun(run.events(), raft))!.replicas.size).toBe(0)
  })

  it('are steps through roles, pauses and crashes', () => {
    const run = new StreamBuilder().start().bootAll().elect(100, 'n1', 1)
    run.at(200, { kind: 'node-paused', node: 'n1' }).at(300, { kind: 'node-resumed', node: 'n1' }).exit(400, 'n1')
    run.boot(500, 'n1', 2).role(510, 'n1', 'follower', 2, null)
    const expected = [
      '100 pre-candidate 0',
      '101 candidate 1',
      '103 leader 1',
      '200 paused 1',
      '300 leader 1',
      '400 down 1',
      '510 follower 2'
    ]
    expect(stepsOf(run, 'n1')).toEqual(expected)
  })

  it('repeat nothing that did not change, and put late steps in order', () => {
    const run = new StreamBuilder().start().bootAll()
    run.role(10, 'n1', 'follower', 1, 'n2').role(20, 'n1', 'follower', 1, 'n2').role(40, 'n1', 'follower', 3, 'n2')
    run.role(30, 'n1', 'candidate', 2, null, 50)
    expect(stepsOf(run, 'n1')).toEqual(['10 follower 1', '30 candidate 2', '40 follower 3'])
  })
})

describe('replication lag', () => {
  const lagOf = (run: StreamBuilder, follower: string) =>
    [
      ...(lagFold.of(foldRun(run.events(), raft))!.followers.get(follower)?.entries.cellsIn({ from_us: 0, to_us: 1e7 }) ?? [])
    ].map(([, { last }]) => last)

  it('is behind the leader of which a node lacks most, where several lead', () => {
    const run = new StreamBuilder().start().bootAll().role(50, 'n1', 'leader', 0, 'n1').role(60, 'n2', 'leader', 0, 'n2')
    run.at(200, { kind: 'sample', node: 'n1', values: { 'lag_entries.n3': 4, 'lag_ms.n3': 12 } })
    run.at(300, { kind: 'sample', node: 'n2', values: { 'lag_entries.n3': 9, 'lag_ms.n3': 15 } })
    run.at(400, { kind: 'sample', node: 'n1', values: { 'lag_entries.n3': 1, 'lag_ms.n3': 2 } }).exit(450, 'n2')
    run.at(500, { kind: 'sample', node: 'n1', values: { 'lag_entries.n3': 1, 'lag_ms.n3': 2 } })
    expect(lagOf(run, 'n3')).toEqual([4, 9, 9, 1])
  })

  it('is what the leader of the highest term says; a deposed leader is not asked', () => {
    const run = new StreamBuilder().start().bootAll().elect(100, 'n1', 1)
    run.at(200, { kind: 'sample', node: 'n1', values: { 'lag_entries.n2': 4, 'lag_ms.n2': 12 } })
    run.elect(300, 'n3', 2, ['n4', 'n5'])
    run.at(400, { kind: 'sample', node: 'n1', values: { 'lag_entries.n2': 99 } })
    run.at(500, { kind: 'sample', node: 'n3', values: { 'lag_entries.n2': 5, 'lag_ms.n2': 15 } })
    run.at(600, { kind: 'sample', node: 'n4', values: { 'lag_entries.n2': 77 } })
    expect(lagOf(run, 'n2')).toEqual([4, 5])
  })

  /** A leader of a log samples: how far that is, and what it knows of others. */
  const sampled = (run: StreamBuilder, t_ms: number, node: string, last_index: number, lags: Record<string, number> = {}) =>
    run.at(t_ms, { kind: 'sample', node, values: { last_index, ...lags } })
  const commit = (run: StreamBuilder, t_ms: number, node: string, index: number) =>
    run.at(t_ms, Commit.of(node, { index, term: 1 }))

  it('of a node that a new leader has not heard of yet is what the node’s own commit index tells, and its age what older leaders’ logs tell', () => {
    const run = new StreamBuilder().start().bootAll().elect(100, 'n1', 1)
    for (const node of ['n1', 'n2', 'n3']) commit(run, 150, node, 6482)
    sampled(run, 200, 'n1', 6482, { 'lag_entries.n2': 0, 'lag_ms.n2': 0, 'lag_entries.n3': 0, 'lag_ms.n3': 0 })
    // n3 is cut off; the log grows by 3,600.
    sampled(run, 1200, 'n1', 6582, { 'lag_entries.n2': 1, 'lag_ms.n2': 4, 'lag_entries.n3': 100, 'lag_ms.n3': 990 })
    sampled(run, 3200, 'n1', 10_082, { 'lag_entries.n2': 1, 'lag_ms.n2': 4, 'lag_entries.n3': 3600, 'lag_ms.n3': 2990 })
    // n2 leads, and can say nothing of n3.
    commit(run, 3250, 'n1', 10_082).elect(3300, 'n2', 2, ['n1', 'n4', 'n5'])
    sampled(run, 3400, 'n2', 10_085, { 'lag_entries.n1': 3, 'lag_ms.n1': 50 })
    expect(lagOf(run, 'n3')).toEqual([0, 100, 3600, 3603])
    const lag = lagFold.of(foldRun(run.events(), raft))!
    const ages = [...lag.followers.get('n3')!.ms.cellsIn({ from_us: 0, to_us: 1e7 })].map(([, { last }]) => Math.round(last))
    // The entry behind the last one that n3 has: a hundredth of the second that the first hundred took.
    expect(ages).toEqual([0, 990, 2990, 3400 - 200 - 10])
    expect(metricsOf(run.events())['lag_entries.max']).toBe(3603)
  })

  it('of a node of which neither its leader nor itself has told anything is not known', () => {
    const run = new StreamBuilder().start().bootAll().elect(100, 'n1', 1)
    sampled(run, 200, 'n1', 500, { 'lag_entries.n2': 5, 'lag_ms.n2': 1 })
    expect(lagOf(run, 'n2')).toEqual([5])
    expect(lagOf(run, 'n3')).toEqual([])
    expect(metricsOf(run.events())['lag_entries.max']).toBe(5)
  })

  it('does not count what only the acknowledgement of is missing', () => {
    const run = new StreamBuilder().start().bootAll().elect(100, 'n1', 1)
    commit(run, 190, 'n2', 480)
    sampled(run, 200, 'n1', 500, { 'lag_entries.n2': 400, 'lag_ms.n2': 9000 })
    expect(lagOf(run, 'n2')).toEqual([20])
  })

  it('of a node whose disk was lost is not what its leader remembers of it', () => {
    const run = new StreamBuilder().start().bootAll().elect(100, 'n1', 1)
    commit(run, 190, 'n2', 500)
    sampled(run, 200, 'n1', 500, { 'lag_entries.n2': 0, 'lag_ms.n2': 0 })
    run.exit(300, 'n2').at(400, { kind: 'node-started', node: 'n2', boot: 2, pid: 9, generation: 1 })
    sampled(run, 500, 'n1', 600, { 'lag_entries.n2': 100, 'lag_ms.n2': 300 })
    commit(run, 600, 'n2', 50)
    sampled(run, 700, 'n1', 600, { 'lag_entries.n2': 0, 'lag_ms.n2': 0 })
    expect(lagOf(run, 'n2')).toEqual([0, 550])
  })

  it('of a deposed leader that goes on sampling is in no figure', () => {
    const run = new StreamBuilder().start().bootAll().elect(100, 'n1', 1).elect(300, 'n3', 2, ['n4', 'n5'])
    sampled(run, 400, 'n1', 900, { 'lag_entries.n2': 880, 'lag_ms.n2': 9000 })
    sampled(run, 400, 'n3', 100, { 'lag_entries.n4': 2, 'lag_ms.n4': 3 })
    expect(metricsOf(run.events())).toMatchObject({ 'lag_entries.max': 2, 'lag_ms.max': 3 })
  })

  it('breaks off for a follower that becomes leader', () => {
    const run = new StreamBuilder().start().bootAll().elect(100, 'n1', 1)
    run.at(200, { kind: 'sample', node: 'n1', values: { 'lag_entries.n3': 4 } }).elect(300, 'n3', 2)
    expect(lagOf(run, 'n3')).toEqual([4, NaN])
  })
})

describe('gauges', () => {
  it('keep the newest sample of each step of every node, and break where a process ends', () => {
    const run = new StreamBuilder().start().bootAll()
    const hints = (t_ms: number, hints: number) => run.at(t_ms, { kind: 'sample', node: 'n1', values: { hints } })
    hints(110, 1)
    hints(190, 2)
    hints(310, 3)
    run.exit(450, 'n1')
    const { gauges } = foldRun(run.events(), raft)
    const cells = [...gauges.replicas.get('n1')!.cellsIn({ from_us: 0, to_us: 1e6 })]
    expect(cells.map(([, { t_us, values }]) => [t_us / 1000, values?.hints ?? null])).toEqual([
      [190, 2],
      [310, 3],
      [450, null]
    ])
    expect(gauges.replicas.has('n2')).toBe(false)
  })
})

describe('commit index', () => {
  it('is unknown from a crash to the first commit after it', () => {
    const run = new StreamBuilder()
      .start()
      .bootAll()
      .at(100, Commit.of('n1', { index: 5, term: 1 }))
    run
      .exit(200, 'n1')
      .boot(300, 'n1', 2)
      .at(400, Commit.of('n1', { index: 6, term: 1 }))
    const cells = commitFold.of(foldRun(run.events(), raft))!.replicas.get('n1')!.cellsIn({ from_us: 0, to_us: 1e6 })
    expect([...cells].map(([, { last }]) => last)).toEqual([5, NaN, 6])
  })
})

describe('partition', () => {
  const steps = (run: StreamBuilder) => foldRun(run.events(), raft).partition.steps.toArray()

  it('steps only when what can be reached changes', () => {
    const run = new StreamBuilder(['a', 'b', 'c']).start().bootAll()
    run
      .links(100, ['a>b'], 'cut')
      .links(200, ['a>b'], 'cut')
      .links(300, ['a>b'], 'open')
      .links(400, ['b>c'], 'open', { delay_ms: 5 })
    const texts = steps(run)
      .slice(-4)
      .map(({ t_us, conditions }) => `${t_us / 1000} ${conditions.filter((condition) => condition !== 'open').join(' ')}`)
    expect(texts).toEqual(['1.5 ', '100 cut', '300 ', '400 disturbed'])
  })

  it('speaks of no quorum where none is asked for', () => {
    const run = new StreamBuilder(['a', 'b', 'c']).start().bootAll().between(100, ['a'], ['b', 'c'], 'cut')
    const last = foldRun(run.events(), { ...raft, description: { ...raft.description, quorum: 'none' } }).partition.steps.at(-1)!
    expect(last.reach.map(({ reach }) => reach)).toEqual(['alone', 'part', 'part'])
    expect(last.groups.map(groupTextOf(last.nodes))).toEqual(['a', 'b c'])
    expect(steps(run).at(-1)!.groups.map(groupTextOf(last.nodes))).toEqual(['a: no quorum', 'b c: quorum'])
  })

  it('names who takes part: a joiner is one of them from its joining on, a leaver until it has left', () => {
    const run = new StreamBuilder(['a', 'b'])
      .start()
      .bootAll()
      .at(100, { kind: 'member-joined', node: 'c', role: null })
      .boot(200, 'c')
      .at(300, { kind: 'member-left', node: 'a' })
    const texts = steps(run).map(({ nodes, conditions, reach }) => `${nodes.join('')} ${conditions.length} ${reach.length}`)
    expect(texts.slice(-3)).toEqual(['abc 9 3', 'abc 9 3', 'bc 4 2'])
    const [lost, newest] = steps(run).slice(-2)
    expect(lost!.reach.map(({ nodes }) => nodes)).toEqual([3, 3, 3])
    expect(newest!.reach.map(({ reach }) => reach)).toEqual(['all', 'all'])
  })

  it('takes the distances of the scenario for healthy', () => {
    const run = new StreamBuilder(['a', 'b']).start().links(0.5, ['a>b', 'b>a'], 'open', { delay_ms: 30 }).bootAll(1)
    run.links(100, ['a>b'], 'open', { delay_ms: 90 }).links(200, ['a>b'], 'open', { delay_ms: 30 })
    expect(
      steps(run)
        .slice(-3)
        .map(({ conditions }) => conditions[1])
    ).toEqual(['open', 'disturbed', 'open'])
  })

  it('says of each node how many it can reach, and whether that is a quorum', () => {
    const run = new StreamBuilder().start().bootAll().exit(50, 'n5').between(100, ['n1'], ['n2', 'n3', 'n4'], 'cut')
    expect(
      steps(run)
        .at(-1)!
        .reach.map(({ reach, nodes }) => `${nodes} ${reach}`)
    ).toEqual(['1 minority', '3 quorum', '3 quorum', '3 quorum', '0 down'])
  })
})

describe('messages', () => {
  const ref = { from: 'n1', to: 'n2', boot: 1, n: 1 }
  const only = (run: StreamBuilder) => foldRun(run.events(), raft).messages.recent.toArray()

  it('come together from what sender, network and receiver say, in any order', () => {
    const run = new StreamBuilder().start()
    run.at(12, { kind: 'delivered', late_us: 1500, copy: 0, corrupted: false, ...ref })
    run.at(10, { kind: 'sent', type: 'append', bytes: 80, ...ref }, 5).at(12.2, { kind: 'received', type: 'append', ...ref })
    expect(only(run)).toMatchObject([
      { type: 'append', bytes: 80, sent_us: 10_000, delivered_us: 12_000, received_us: 12_200, copies: 1 }
    ])
  })

  it('of a restarted sender are not those of its earlier life', () => {
    const run = new StreamBuilder().start().at(1, { kind: 'sent', type: 'vote', bytes: 9, ...ref })
    run.at(2, { kind: 'dropped', cause: 'cut', ...ref, boot: 2 })
    expect(only(run).map(({ boot, dropped }) => [boot, dropped?.cause])).toEqual([
      [1, undefined],
      [2, 'cut']
    ])
  })
})

describe('a run', () => {
  const text = (events: readonly LabEvent[]) =>
    JSON.stringify(foldRun(events, raft), (_, value: unknown) => (value instanceof Map ? [...value] : value))

  it('folds to the same state again, so that time can be turned back', () => {
    const half = minuteOfRaft().slice(0, 10_000)
    expect(text(half) === text(half)).toBe(true)
    expect(text(half) === text(half.slice(0, -1))).toBe(false)
  })
})
