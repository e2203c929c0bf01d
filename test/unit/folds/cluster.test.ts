import { describe, expect, it } from 'vitest'
import type { LabEvent } from '../../../src-shared/events'
import { createClusterFold, foldCluster } from '../../../src-shared/folds/cluster'
import { groupsOf } from '../../../src-shared/folds/cluster-reach'
import { linkCondition } from '../../../src-shared/folds/partition'
import { createRunFold, foldEvent } from '../../../src-shared/folds/run'
import { CLEAR_LINK } from '../../../src-shared/network/netem'
import { reachGroups } from '../../../src-shared/folds/reachability'
import { linkId } from '../../../src-shared/ids'
import { NODES, StreamBuilder } from '../support/stream'
import { raft } from '../../../src-shared/protocols/raft'

function foldOf(run: StreamBuilder) {
  const fold = createClusterFold(raft.description)
  for (const event of run.events()) foldCluster(fold, event)
  return fold
}

const atLeast = (size: number) => (group: readonly string[]) => group.length >= size

const words = (groups: readonly { nodes: readonly string[]; quorum: boolean | null }[]) =>
  groups.map(({ nodes, quorum }) => `${nodes.join(' ')}${quorum ? ' quorum' : ''}`)

describe('the state of the cluster', () => {
  it('follows a node through start, role, crash and restart', () => {
    const run = new StreamBuilder().start().bootAll().elect(100, 'n1', 3)
    expect(foldOf(run).nodes.get('n1')).toMatchObject({ process: 'running', role: 'leader', duty: 'leads', boot: 1 })
    run.exit(200, 'n1')
    expect(foldOf(run).nodes.get('n1')).toMatchObject({
      process: 'down',
      role: null,
      duty: null
    })
    run.boot(300, 'n1', 2)
    expect(foldOf(run).nodes.get('n1')).toMatchObject({ process: 'running', boot: 2, exit: { reason: 'crashed' } })
  })

  it('does not bring a dead node back to its role by a late event', () => {
    const run = new StreamBuilder().start().bootAll().exit(200, 'n1').role(199, 'n1', 'leader', 3, 'n1', 50)
    expect(foldOf(run).nodes.get('n1')).toMatchObject({ process: 'down', role: null, duty: null })
  })

  it('takes samples of clients for no nodes', () => {
    const run = new StreamBuilder().start().at(5, { kind: 'sample', node: 'c1', values: { not_started: 3 } })
    expect([...foldOf(run).nodes.keys()]).toEqual([...NODES])
  })

  it('has links as the scenario sets them, which is no disturbance, also once a cut has healed', () => {
    const links = { 'n1>n2': { delay_ms: 45 }, 'n2>n1': { loss_percent: 100 } } as const
    const [started] = new StreamBuilder().start().events()
    const run = createRunFold(raft)
    const show = (event: LabEvent) => foldEvent(run, event)
    show({ ...started, links } as LabEvent)
    const link = () => run.cluster.links.get('n1>n2')!
    expect(link().settings).toEqual({ ...CLEAR_LINK, delay_ms: 45 })
    expect(run.cluster.closed).toEqual(new Map([['n2', new Set(['n1'])]]))
    expect(linkCondition(run.partition, link())).toBe('open')
    const settings = { ...CLEAR_LINK, delay_ms: 45 }
    const later = new StreamBuilder()
      .bootAll()
      .links(100, ['n1>n2'], 'cut', { delay_ms: 45 })
      .links(200, ['n1>n2'], 'open', { delay_ms: 45 })
    for (const event of later.events()) show(event)
    expect(link()).toMatchObject({ mode: 'open', settings })
    expect(linkCondition(run.partition, link())).toBe('open')
  })

  it('turns cumulative counters into rates, and a silent link into rate zero', () => {
    const run = new StreamBuilder().start()
    run.count('n1>n2', { offered: 10, delivered: 8, cut: 2 }).sampleLinks(500)
    expect(foldOf(run).links.get('n1>n2')).toMatchObject({
      offered_per_s: 20,
      delivered_per_s: 16,
      dropped_per_s: 4,
      delay_ms: 0.2
    })
    run.at(1000, { kind: 'links', counters: {} })
    expect(foldOf(run).links.get('n1>n2')).toMatchObject({
      offered_per_s: 0,
      delivered_per_s: 0,
      dropped_per_s: 0,
      delay_ms: null
    })
  })
})

describe('groups that can reach each other', () => {
  it('are all nodes while nothing is wrong, and shrink with a node that is down or paused', () => {
    const run = new StreamBuilder().start().bootAll()
    expect(words(groupsOf(foldOf(run)))).toEqual(['n1 n2 n3 n4 n5 quorum'])
    run.exit(10, 'n2').at(11, { kind: 'node-paused', node: 'n3' })
    expect(words(groupsOf(foldOf(run)))).toEqual(['n1 n4 n5 quorum'])
  })

  it('fall apart at a partition and say which has a quorum', () => {
    const run = new StreamBuilder().start().bootAll().between(10, ['n1', 'n2'], ['n3', 'n4', 'n5'], 'cut')
    expect(words(groupsOf(foldOf(run)))).toEqual(['n1 n2', 'n3 n4 n5 quorum'])
    run.between(20, ['n1', 'n2'], ['n3', 'n4', 'n5'], 'open')
    expect(words(groupsOf(foldOf(run)))).toEqual(['n1 n2 n3 n4 n5 quorum'])
  })

  it('count a link cut in one direction, or one that loses everything, as no link', () => {
    const nodes = ['a', 'b', 'c']
    const one_way = new StreamBuilder(nodes)
      .start()
      .bootAll()
      .links(10, [linkId('a', 'b')], 'cut')
    expect(words(groupsOf(foldOf(one_way)))).toEqual(['a c quorum', 'b c quorum'])
    const lossy = new StreamBuilder(nodes)
      .start()
      .bootAll()
      .links(10, [linkId('a', 'b')], 'open', { loss_percent: 100 })
    expect(words(groupsOf(foldOf(lossy)))).toEqual(['a c quorum', 'b c quorum'])
  })

  it('count towards a quorum, and make it larger, only with a vote', () => {
    const run = new StreamBuilder(['a', 'b', 'c', 'd', 'e']).start().bootAll()
    run.role(10, 'd', 'learner', 1, 'a').role(10, 'e', 'learner', 1, 'a')
    const with_two_voters = run.exit(20, 'c').exit(21, 'd').exit(22, 'e')
    expect(words(groupsOf(foldOf(with_two_voters)))).toEqual(['a b quorum'])
    const with_one = run.boot(30, 'd').boot(30, 'e').exit(40, 'b')
    expect(words(groupsOf(foldOf(with_one)))).toEqual(['a d e'])
    const promoted = run.role(50, 'd', 'follower', 1, 'a').role(50, 'e', 'follower', 1, 'a')
    expect(words(groupsOf(foldOf(promoted)))).toEqual(['a d e quorum'])
  })

  it('overlap at a bridge and in a ring of majorities', () => {
    const near = (pairs: string) => (a: string, b: string) => pairs.includes(a + b) || pairs.includes(b + a)
    expect(words(reachGroups([...'abcde'], near('ab ac bc cd ce de'), atLeast(3)))).toEqual(['a b c quorum', 'c d e quorum'])
    expect(words(reachGroups([...'abc'], near('ab bc'), atLeast(2)))).toEqual(['a b quorum', 'b c quorum'])
    expect(words(reachGroups([...'ab'], near(''), atLeast(2)))).toEqual(['a', 'b'])
    expect(reachGroups([], near(''), atLeast(3))).toEqual([])
  })
})
