import { describe, expect, it } from 'vitest'
import { hasLeaders, leadershipFold, leadershipOf as groupLeadership } from '../../../src-shared/protocols/leadership/leadership'
import { metricsOf } from '../support/metrics'
import { foldRun } from '../../../src-shared/folds/run'
import type { FoldedProtocol } from '../../../src-shared/folds/run'
import { StreamBuilder } from '../support/stream'
import { raft } from '../../../src-shared/protocols/raft'

const foldOf = (run: StreamBuilder, protocol: FoldedProtocol = raft) => leadershipFold.of(foldRun(run.events(), protocol))!
const leadershipOf = (run: StreamBuilder, protocol: FoldedProtocol = raft) => groupLeadership(foldOf(run, protocol))
const WITHOUT_MAJORITY = { ...raft, description: { ...raft.description, quorum: 'none' } } as const
const gapsOf = (run: StreamBuilder) =>
  leadershipOf(run)
    .gaps.toArray()
    .map(({ start_us, end_us, before, after }) => [start_us / 1000, end_us && end_us / 1000, before, after])
const electionsOf = (run: StreamBuilder) =>
  leadershipOf(run)
    .elections.toArray()
    .map(({ candidate, term, outcome }) => `${candidate} t${term} ${outcome}`)

const started = () => new StreamBuilder().start().bootAll().elect(100, 'n1', 1)

describe('time without a leader', () => {
  it('runs from the start to the moment when a quorum follows the first leader', () => {
    expect(gapsOf(started())).toEqual([[0, 105, null, 'n1']])
  })

  it('runs from the crash of the leader, not from when the others notice', () => {
    const run = started().exit(1000, 'n1').elect(1200, 'n2', 2, ['n3', 'n4', 'n5'])
    expect(gapsOf(run)[1]).toEqual([1000, 1205, 'n1', 'n2'])
  })

  it('runs from the cut that leaves the leader without a quorum, while it still thinks that it leads', () => {
    const run = started().between(1000, ['n1', 'n2'], ['n3', 'n4', 'n5'], 'cut').elect(1300, 'n3', 2, ['n4', 'n5'])
    expect(gapsOf(run)[1]).toEqual([1000, 1305, 'n1', 'n3'])
  })

  it('does not begin when the minority is cut off, and counts a pause of the leader', () => {
    const minority_cut = started().between(1000, ['n4', 'n5'], ['n1', 'n2', 'n3'], 'cut')
    expect(gapsOf(minority_cut)).toHaveLength(1)
    const paused = started().at(1000, { kind: 'node-paused', node: 'n1' }).at(1040, { kind: 'node-resumed', node: 'n1' })
    expect(gapsOf(paused)[1]).toEqual([1000, 1040, 'n1', 'n1'])
  })

  it('stays open while nobody leads, and is one gap however many elections fail', () => {
    const run = started().exit(1000, 'n1')
    for (let term = 2; term < 5; term += 1) run.role(1000 + term * 200, 'n2', 'candidate', term, null)
    expect(gapsOf(run).slice(1)).toEqual([[1000, null, 'n1', null]])
    expect(leadershipOf(run).leader).toBeNull()
  })

  it('takes no harm from late events: no gap ends before it began', () => {
    const run = started().exit(1000, 'n1').elect(1200, 'n2', 2, ['n3', 'n4', 'n5']).role(990, 'n3', 'follower', 1, 'n1', 500)
    for (const [start, end] of gapsOf(run)) expect(end).toBeGreaterThanOrEqual(start as number)
  })

  it('needs no quorum where the protocol asks none: whoever leads and runs leads, the newest of two', () => {
    const run = started()
      .between(1000, ['n1'], ['n2', 'n3', 'n4', 'n5'], 'cut')
      .role(1300, 'n2', 'leader', 2, 'n2')
      .exit(1500, 'n2')
    const { gaps, leaders_us } = leadershipOf(run, WITHOUT_MAJORITY)
    expect(gaps.toArray().map(({ start_us, end_us }) => [start_us / 1000, end_us])).toEqual([[0, 103_000]])
    expect(leaders_us.toArray()).toEqual([103_000, 1_300_000, 1_500_000])
    const leadership = leadershipOf(run.exit(2000, 'n1'), WITHOUT_MAJORITY)
    expect(leadership.gaps.at(-1)).toMatchObject({ start_us: 2_000_000, before: 'n1' })
  })

  it('does not exist where leaders are appointed', () => {
    const run = new StreamBuilder().start().bootAll()
    for (const node of run.nodes) run.role(50, node, 'leader', 0, node)
    expect(hasLeaders(foldOf(run.exit(100, 'n1'), WITHOUT_MAJORITY))).toBe(false)
  })

  it('does not exist where nodes have no roles', () => {
    const run = new StreamBuilder().start().bootAll().exit(50, 'n1')
    expect(gapsOf(run)).toEqual([])
  })
})

describe('elections', () => {
  it('end as won, lost, split or with their candidate; pre-votes are none', () => {
    const run = new StreamBuilder().start().bootAll()
    run.role(100, 'n1', 'pre-candidate', 0, null).role(110, 'n1', 'candidate', 1, null).role(120, 'n1', 'leader', 1, 'n1')
    run.role(130, 'n2', 'candidate', 2, null).role(140, 'n2', 'candidate', 3, null).role(150, 'n2', 'follower', 4, 'n3')
    run.role(160, 'n4', 'candidate', 5, null).exit(170, 'n4').role(180, 'n5', 'candidate', 6, null)
    expect(electionsOf(run)).toEqual(['n1 t1 won', 'n2 t2 split', 'n2 t3 lost', 'n4 t5 ended', 'n5 t6 open'])
  })

  it('are one for each term, however many candidates split its votes', () => {
    const run = started()
    for (const node of ['n2', 'n3', 'n4']) run.role(200, node, 'candidate', 2, null)
    run.role(300, 'n2', 'candidate', 3, null).role(310, 'n2', 'leader', 3, 'n2')
    const { elections_total, elections } = leadershipOf(run)
    expect([elections_total, elections.length]).toEqual([3, 5])
    expect(metricsOf(run.events())).toMatchObject({ elections: 3, candidacies: 5 })
    expect(metricsOf(run.events(), [150, 250])).toMatchObject({ elections: 1, candidacies: 3 })
  })
})
