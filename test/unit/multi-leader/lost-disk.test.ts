import { Updates } from '../../../src-shared/protocols/numbered-updates/facts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { multiLeader } from '../../../src-node/protocols/multi-leader'
import { Cluster } from './cluster'

const NODES = ['n1', 'n2', 'n3']
const put = (value: string, key = 'x') => ({ f: 'put', key, value }) as const
const increment = { f: 'increment', key: 'likes', by: 1 } as const

/** What each node must find out and send by itself: connections come up, timers fire. */
function settle(cluster: Cluster, nodes = NODES): void {
  for (let i = 0; i < 8; i++) {
    for (const one of nodes) {
      for (const peer of nodes) if (peer !== one && i === 0) cluster.step(one, { kind: 'peer', peer, connected: true })
      for (const timer of ['exchange', 'retransmit']) cluster.step(one, { kind: 'timer', timer })
    }
    cluster.deliverAll()
  }
}

function agreed(cluster: Cluster, nodes = NODES): boolean {
  const states = nodes.map((node) => cluster.state(node))
  return new Set(states.map(({ seen, store }) => `${seen.join(',')} ${store.sum}`)).size === 1
}

describe.each(['all-to-all', 'ring', 'star'])('a leader whose disk is lost (%s)', (topology) => {
  test('gets back from the others what it had itself passed on, and hands it to those who lack it', () => {
    const cluster = new Cluster(NODES, { topology, conflicts: 'crdt' })
    for (let i = 1; i <= 5; i++) cluster.ask('n1', increment, `c1:${i}`)
    const lagging = topology === 'all-to-all' ? 'n3' : null
    for (let next = cluster.in_flight.shift(); next; next = cluster.in_flight.shift())
      if (next.to !== lagging) cluster.deliver(next)
    cluster.replaceDisk('n1')
    settle(cluster)
    expect(NODES.map((node) => cluster.read(node, 'likes'))).toEqual(['5', '5', '5'])
    expect(agreed(cluster)).toBe(true)
  })

  test('counts its updates anew under another name, so that none is taken for one from before', () => {
    const cluster = new Cluster(NODES, { topology, conflicts: 'crdt' })
    for (let i = 1; i <= 5; i++) cluster.ask('n1', increment, `c1:${i}`)
    cluster.deliverAll()
    cluster.replaceDisk('n1')
    for (let i = 6; i <= 8; i++) expect(cluster.ask('n1', increment, `c1:${i}`).status).toBe('ok')
    settle(cluster)
    expect(NODES.map((node) => cluster.read(node, 'likes'))).toEqual(['8', '8', '8'])
    expect(cluster.state('n2').seen).toEqual([5, 0, 0, 3])
  })

  test('is sent everything where logs no longer hold what it lacks', () => {
    const cluster = new Cluster(NODES, { topology, conflicts: 'crdt', log_max_updates: 2, snapshot_every_records: 1 })
    for (let i = 1; i <= 20; i++) {
      cluster.ask(NODES[i % 3]!, increment, `c1:${i}`)
      cluster.deliverAll()
    }
    settle(cluster)
    cluster.replaceDisk('n1')
    cluster.ask('n1', increment, 'c1:21')
    settle(cluster)
    expect(NODES.map((node) => cluster.read(node, 'likes'))).toEqual(['21', '21', '21'])
    expect(agreed(cluster)).toBe(true)
  })

  test('loses what nobody else had, and that alone', () => {
    const cluster = new Cluster(NODES, { topology, conflicts: 'crdt' })
    cluster.ask('n1', increment, 'c1:1')
    cluster.deliverAll()
    cluster.ask('n1', increment, 'c1:2')
    cluster.in_flight = []
    cluster.replaceDisk('n1')
    settle(cluster)
    expect(NODES.map((node) => cluster.read(node, 'likes'))).toEqual(['1', '1', '1'])
  })
})

describe('a leader that is given an older copy of its disk', () => {
  test('goes on from there, and gets back what it did since', () => {
    const cluster = new Cluster(NODES, { conflicts: 'crdt' })
    cluster.ask('n1', increment, 'c1:1')
    cluster.deliverAll()
    const copy = cluster.backUp('n1')
    for (let i = 2; i <= 4; i++) cluster.ask('n1', increment, `c1:${i}`)
    cluster.deliverAll()
    cluster.replaceDisk('n1', copy)
    cluster.ask('n1', increment, 'c1:5')
    settle(cluster)
    expect(NODES.map((node) => cluster.read(node, 'likes'))).toEqual(['5', '5', '5'])
    expect(cluster.state('n1').seen).toEqual([4, 0, 0, 1])
  })

  test('uses numbers and dots twice where it trusts the copy: the switch', () => {
    const cluster = new Cluster(NODES, { conflicts: 'crdt' }, ['trust-restored-disk'])
    const copy = cluster.backUp('n1')
    cluster.ask('n1', increment, 'c1:1')
    cluster.deliverAll()
    cluster.replaceDisk('n1', copy)
    cluster.ask('n1', increment, 'c1:2')
    settle(cluster)
    expect(cluster.read('n2', 'likes')).toBe('1')
    const told = cluster.events.flatMap((event) => (Updates.is(event) ? event.data.updates : []))
    expect(new Set(told.filter(({ origin, n }) => origin === 'n1' && n === 1).map(({ operation }) => operation)).size).toBe(2)
  })

  test('names rightly which of its writes give way, those from before and those from after', () => {
    const cluster = new Cluster(['n1', 'n2'])
    cluster.now_us = 1000
    cluster.ask('n1', put('before'), 'c1:1')
    cluster.deliverAll()
    cluster.replaceDisk('n1')
    settle(cluster, ['n1', 'n2'])
    cluster.now_us = 0
    // Stamped too early: it gives way at once.
    cluster.ask('n1', put('after'), 'c1:2')
    expect(cluster.notes('overwritten')).toEqual(['c1:2 on x at n1 gave way to c1:1, which did not know of it'])
    expect(multiLeader.sample(cluster.state('n1'))).toMatchObject({ updates_made: 2, overwritten: 1 })
  })
})

test('a follower keeps for its leader what that had passed on to it alone', () => {
  const cluster = new Cluster(['n1', 'n2', 'n3', 'n4'], { leaders: 2 })
  cluster.ask('n1', put('a'))
  const passed = cluster.take('n1', 'n2')
  cluster.in_flight = []
  for (const envelope of passed) cluster.deliver(envelope)
  cluster.replaceDisk('n1')
  settle(cluster, ['n1', 'n2', 'n3', 'n4'])
  expect(['n1', 'n2', 'n3', 'n4'].map((node) => cluster.read(node, 'x'))).toEqual(['a', 'a', 'a', 'a'])
})

test('whichever disks are lost or replaced, all end up with the same', () => {
  const node = fc.constantFrom(...NODES)
  const action = fc.oneof(
    { weight: 6, arbitrary: fc.record({ do: fc.constant('deliver' as const), at: fc.nat(20) }) },
    { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('write' as const, 'fire' as const), node, at: fc.nat(2) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('lose' as const, 'back-up' as const, 'restore' as const), node }) }
  )
  const setting = fc.record({
    conflicts: fc.constantFrom('last-write-wins', 'merge', 'crdt'),
    topology: fc.constantFrom('all-to-all', 'ring', 'star'),
    log_max_updates: fc.constantFrom(2, 1000),
    causal_delivery: fc.boolean()
  })
  fc.assert(
    fc.property(setting, fc.array(action, { minLength: 40, maxLength: 200 }), (chosen, actions) => {
      const cluster = new Cluster(NODES, chosen)
      const copies = new Map(NODES.map((of) => [of, cluster.backUp(of)]))
      let made = 0
      for (const one of actions) {
        if (one.do === 'write') cluster.ask(one.node, { f: 'append', key: `k${one.at}`, value: 'a.' }, `c:${++made}`)
        else if (one.do === 'fire') cluster.step(one.node, { kind: 'timer', timer: 'retransmit' })
        else if (one.do === 'back-up') copies.set(one.node, cluster.backUp(one.node))
        else if (one.do !== 'deliver') cluster.replaceDisk(one.node, one.do === 'lose' ? undefined : copies.get(one.node))
        else if (cluster.in_flight.length > 0) cluster.deliver(cluster.in_flight.splice(one.at % cluster.in_flight.length, 1)[0]!)
      }
      for (let i = 0; i < 3; i++) settle(cluster)
      expect(agreed(cluster)).toBe(true)
    }),
    { numRuns: 150 }
  )
})
