import { describe, expect, it } from 'vitest'
import { simulate } from '../../../src-main/lab/run/simulate'
import type { Protocol } from '../../../src-node/protocols/contract'
import { DEFAULT_TRACE } from '../../../src-node/node-core/conditions'
import type { EventOf, LabEvent } from '../../../src-shared/events'
import { createClusterFold, foldCluster } from '../../../src-shared/folds/cluster'
import { scenarioSchema } from '../../../src-shared/scenario/schema'
import { gossip } from './gossip'

/** Everything that happens to a cluster that gossips, for so long. */
function eventsOf(cluster: object, timeline: readonly object[] = [], duration = '4s', traced = true): LabEvent[] {
  const scenario = scenarioSchema.parse({
    name: 'x',
    title: 'X',
    engine: 'simulation',
    cluster: { protocol: 'gossip', ...cluster },
    workload: { clients: 0 },
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

  it('is refused where it takes part already', () => {
    expect(errors(eventsOf({ nodes: 2 }, [join('n2')])).map(({ text }) => text)).toEqual([
      'The timeline\'s "join" could not be done: n2 takes part already.'
    ])
  })
})

describe('a member that leaves', () => {
  it('stops in order, is forgotten by the others, and belongs to the cluster no more', () => {
    const events = eventsOf({ nodes: 3 }, [leave('n2')])
    expect(errors(events)).toEqual([])
    expect(events.find(({ kind }) => kind === 'node-exited')).toMatchObject({ node: 'n2', reason: 'stopped' })
    expect(membersKnownTo(events, 'n1').at(-1)).toBe('n1 n3')
    const cluster = createClusterFold(gossip.description)
    for (const event of events) foldCluster(cluster, event)
    expect([...cluster.nodes.keys()]).toEqual(['n1', 'n3'])
    expect([...cluster.links.keys()].sort()).toEqual(['n1>n3', 'n3>n1'])
  })

  it('may join again', () => {
    const back = { ...join('n2'), at: '3s' }
    const events = eventsOf({ nodes: 3 }, [leave('n2'), back])
    expect(errors(events)).toEqual([])
    expect(membersKnownTo(events, 'n1').at(-1)).toBe('n1 n3 n2')
    expect(events.filter((event) => event.kind === 'node-started' && event.node === 'n2')).toHaveLength(2)
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
  }, 60_000)
})
