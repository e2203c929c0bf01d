import { describe, expect, it } from 'vitest'
import { simulate } from '../../../src-main/lab/run/simulate'
import type { Protocol } from '../../../src-node/protocols/contract'
import { findProtocol } from '../../../src-node/protocols/registry'
import { DEFAULT_TRACE, LEAVE_MS } from '../../../src-node/node-core/conditions'
import type { EventOf, LabEvent } from '../../../src-shared/events'
import { createClusterFold, foldCluster } from '../../../src-shared/folds/cluster'
import { scenarioSchema } from '../../../src-shared/scenario/schema'
import { gossip } from './gossip'

/** Everything that happens to a cluster that gossips, for so long. */
function eventsOf(
  cluster: object,
  timeline: readonly object[] = [],
  duration = '4s',
  traced = true,
  network: object = {}
): LabEvent[] {
  const scenario = scenarioSchema.parse({
    name: 'x',
    title: 'X',
    engine: 'simulation',
    cluster: { protocol: 'gossip', ...cluster },
    workload: { clients: 0 },
    network,
    timeline,
    checks: [],
    duration
  })
  const events: LabEvent[] = []
  simulate({
    scenario,
    protocol: gossip as unknown as Protocol,
    seed: 1,
    ...(traced && { trace: DEFAULT_TRACE }),
    onEvents: (batch) => events.push(...batch)
  })
  return events
}

const membersKnownTo = (events: readonly LabEvent[], node: string) =>
  events.flatMap((event) => (event.kind === 'note' && event.topic === 'members' && event.node === node ? event.detail : []))

const lastHeard = (events: readonly LabEvent[]) => {
  const heard = new Map<string, number>()
  for (const event of events) if (event.kind === 'sample') heard.set(event.node, event.values.heard!)
  return heard
}

const timeOf = (events: readonly LabEvent[], kind: LabEvent['kind']) => events.find((event) => event.kind === kind)!.t

const errors = (events: readonly LabEvent[]) =>
  events.filter((event): event is EventOf<'notice'> => event.kind === 'notice' && event.level === 'error')

const join = (node: string, more: object = {}) => ({ at: '1s', action: { do: 'join', node, ...more } })
const leave = (node: string) => ({ at: '2s', action: { do: 'leave', node } })

describe('a member that joins', () => {
  it('starts knowing everybody, is made known to everybody, and is talked to', () => {
    const events = eventsOf({ nodes: 3 }, [join('n9')])
    expect(errors(events)).toEqual([])
    expect(membersKnownTo(events, 'n9')).toEqual(['n1 n2 n3 n9'])
    expect(membersKnownTo(events, 'n1')).toEqual(['n1 n2 n3', 'n1 n2 n3 n9'])
    expect(lastHeard(events).get('n9')).toBe(1)
  })

  it('is what the scenario declares it to be, and takes no part before', () => {
    const members = [{ name: 'n1' }, { name: 'n2' }, { name: 'n3', role: 'teller', starts: 'later' }]
    const events = eventsOf({ members }, [join('n3')])
    expect(membersKnownTo(events, 'n1')[0]).toBe('n1 n2')
    expect(events.find(({ kind }) => kind === 'member-joined')).toMatchObject({ node: 'n3', role: 'teller' })
    expect(lastHeard(events).get('n1')).toBe(2)
  })

  it('has a place in vector clocks after those who were there before', () => {
    const events = eventsOf({ nodes: 2 }, [join('n3')])
    const vectors = events.flatMap((event) => (event.kind === 'received' ? [event.clock!.vector] : []))
    expect(vectors[0]).toHaveLength(2)
    expect(vectors.at(-1)).toHaveLength(3)
  })

  it('has the links of the region that it joins in, and keeps them', () => {
    const network = { regions: { east: ['n1'], west: ['n2'] }, between: [{ regions: ['east', 'west'], link: { delay_ms: 50 } }] }
    const back = (region: string) => ({ at: '4500ms', action: { do: 'join', node: 'n3', region } })
    const joins = (region: string) =>
      eventsOf({ nodes: 2 }, [join('n3', { region: 'west' }), leave('n3'), back(region)], '6s', true, network)
    const events = joins('west')
    expect(errors(events)).toEqual([])
    const cluster = createClusterFold(gossip.description)
    const delays = new Map<string, number>()
    for (const event of events) {
      foldCluster(cluster, event)
      for (const { id, delay_ms } of cluster.links.values()) if (delay_ms !== null) delays.set(id, delay_ms)
    }
    expect([delays.get('n1>n3'), delays.get('n2>n3')]).toEqual([50, 0])
    expect(errors(joins('east')).map(({ text }) => text)).toEqual(['The timeline\'s "join" could not be done: n3 is in west.'])
    expect(errors(joins('north')).map(({ text }) => text)).toEqual([
      'The timeline\'s "join" could not be done: the scenario has no region north.'
    ])
  })

  it('is refused where it takes part already', () => {
    expect(errors(eventsOf({ nodes: 2 }, [join('n2')])).map(({ text }) => text)).toEqual([
      'The timeline\'s "join" could not be done: n2 takes part already.'
    ])
  })
})

describe('a member that leaves', () => {
  it('stops in order, is forgotten by the others, and belongs to the cluster no more', () => {
    const events = eventsOf({ nodes: 3 }, [leave('n2')], '5s')
    expect(errors(events)).toEqual([])
    expect(events.find(({ kind }) => kind === 'node-exited')).toMatchObject({ node: 'n2', reason: 'stopped' })
    expect(membersKnownTo(events, 'n1').at(-1)).toBe('n1 n3')
    const cluster = createClusterFold(gossip.description)
    for (const event of events) foldCluster(cluster, event)
    expect([...cluster.nodes.keys()]).toEqual(['n1', 'n3'])
    expect([...cluster.links.keys()].sort()).toEqual(['n1>n3', 'n3>n1'])
  })

  it('learns of it, and has time to act before it stops', () => {
    const events = eventsOf({ nodes: 3 }, [leave('n2')], '5s')
    expect(membersKnownTo(events, 'n2')).toEqual(['n1 n2 n3', 'n1 n3'])
    const asked_us = timeOf(events, 'fault-started')
    expect(timeOf(events, 'node-exited') - asked_us).toBe(LEAVE_MS * 1000)
    const heard_from = events.filter((event) => event.kind === 'received' && event.from === 'n2').map(({ t }) => t)
    expect(Math.max(...heard_from)).toBeGreaterThan(asked_us + LEAVE_MS * 500)
    expect(timeOf(events, 'member-left')).toBe(timeOf(events, 'node-exited'))
  })

  it('has left once it is down, whatever ended it', () => {
    const crash = { at: '3s', action: { do: 'crash', node: 'n2' } }
    const events = eventsOf({ nodes: 3 }, [leave('n2'), crash], '5s')
    expect(errors(events)).toEqual([])
    expect(timeOf(events, 'member-left')).toBe(3_000_000)
    const down = { at: '1s', action: { do: 'crash', node: 'n2' } }
    expect(timeOf(eventsOf({ nodes: 3 }, [down, leave('n2')]), 'member-left')).toBe(2_000_000)
  })

  it('cannot leave twice, nor join while it is about to leave', () => {
    const events = eventsOf({ nodes: 3 }, [leave('n2'), { ...leave('n2'), at: '3s' }, { ...join('n2'), at: '3s' }], '5s')
    expect(errors(events).map(({ text }) => text)).toEqual([
      'The timeline\'s "leave" could not be done: n2 is about to leave.',
      'The timeline\'s "join" could not be done: n2 is about to leave.'
    ])
  })

  it('may join again', () => {
    const back = { ...join('n2'), at: '4500ms' }
    const events = eventsOf({ nodes: 3 }, [leave('n2'), back], '6s')
    expect(errors(events)).toEqual([])
    expect(membersKnownTo(events, 'n1').at(-1)).toBe('n1 n3 n2')
    expect(events.filter((event) => event.kind === 'node-started' && event.node === 'n2')).toHaveLength(2)
  })
})

describe('clients', () => {
  /** A run of the multi-leader protocol, whose clients ask every node in turn; its nodes may come and go. */
  function runWith(timeline: readonly object[]): LabEvent[] {
    const { description, ...rest } = findProtocol('multi-leader')
    const scenario = scenarioSchema.parse({
      name: 'x',
      title: 'X',
      engine: 'simulation',
      cluster: { protocol: 'multi-leader', nodes: 2 },
      workload: { clients: 2, think_time: '20ms', follow_redirects: false },
      timeline,
      checks: [],
      expectations: [{ expect: 'converged' }],
      duration: '6s'
    })
    const events: LabEvent[] = []
    const protocol = { ...rest, description: { ...description, members_change: true } } as Protocol
    simulate({ scenario, protocol, seed: 1, onEvents: (batch) => events.push(...batch) })
    return events
  }
  const attemptsAt = (events: readonly LabEvent[], node: string) =>
    events.flatMap((event) => (event.kind === 'attempt' && event.node === node ? event.t : []))

  it('ask a node that has joined, and none that leaves', () => {
    const events = runWith([join('n3'), { ...leave('n3'), at: '3s' }])
    const attempts = attemptsAt(events, 'n3')
    expect(attempts.length).toBeGreaterThan(10)
    expect(attempts[0]).toBeGreaterThan(1_000_000)
    expect(attempts.at(-1)).toBeLessThan(3_000_000)
    expect(events.filter(({ kind }) => kind === 'fail' || kind === 'info')).toEqual([])
  })

  it('let go of a connection once its node has gone', () => {
    const events = runWith([leave('n2')])
    const left_us = timeOf(events, 'member-left')
    const late = events.filter((event) => event.kind === 'links' && event.t > left_us + 1_000_000)
    const counts = late.map((event) => (event as EventOf<'links'>).counters['c1>n2']?.offered)
    expect(new Set(counts).size).toBeLessThanOrEqual(1)
  })
})

describe('roles that are given to members', () => {
  it('can be aimed at', () => {
    const members = [{ name: 'n1' }, { name: 'n2', role: 'teller' }]
    const events = eventsOf({ members }, [{ at: '1s', action: { do: 'crash', node: 'teller' } }])
    expect(events.find(({ kind }) => kind === 'node-exited')).toMatchObject({ node: 'n2', reason: 'crashed' })
  })
})

describe('a thousand members', () => {
  it('hear of a rumour, over no more links than they use', () => {
    const events = eventsOf({ nodes: 1000 }, [], '4s', false)
    const heard = [...lastHeard(events).values()]
    expect(heard).toHaveLength(1000)
    expect(heard.every((one) => one === 1)).toBe(true)
    const links = new Set(events.flatMap((event) => (event.kind === 'links' ? Object.keys(event.counters) : [])))
    expect(links.size).toBeGreaterThan(1000)
    expect(links.size).toBeLessThan(100_000)
  })
})
