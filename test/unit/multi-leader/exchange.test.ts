import { describe, expect, test } from 'vitest'
import { multiLeader } from '../../../src-node/protocols/multi-leader'
import { Cluster } from './cluster'

const put = (value: string, key = 'x') => ({ f: 'put', key, value }) as const
const THREE = ['n1', 'n2', 'n3']

describe('a leader', () => {
  test('answers a write before anybody else knows of it, and lets nothing out before it is on disk', () => {
    const cluster = new Cluster(THREE)
    const { state } = cluster.members.get('n1')!
    const request = { request: 1, session: 'c1', sequence: 1, operation: put('a') }
    const effects = multiLeader.step(state, [{ kind: 'request', request }], { now_us: 1, random: () => 0 })
    expect(effects.filter(({ kind }) => kind === 'append')).toHaveLength(1)
    const outgoing = effects.filter((effect) => effect.kind === 'send' || effect.kind === 'reply')
    expect(outgoing).toHaveLength(3)
    expect(outgoing.every(({ after }) => after === 'sync')).toBe(true)
  })

  test('takes a retried write once, also when another leader took it first', () => {
    const cluster = new Cluster(['n1', 'n2'], { conflicts: 'crdt' })
    const increment = { f: 'increment', key: 'x', by: 2 } as const
    cluster.ask('n1', increment, 'c1:1')
    cluster.ask('n1', increment, 'c1:1')
    cluster.deliverAll()
    expect(cluster.ask('n2', increment, 'c1:1')).toEqual({ status: 'ok', result: {} })
    cluster.deliverAll()
    expect(cluster.read('n1', 'x')).toBe('2')
    expect(cluster.state('n2').seen).toEqual([1, 0])
  })

  test('does not take a write again that comes late, however many others wrote since: a deleted value stays deleted', () => {
    const cluster = new Cluster(['n1', 'n2'])
    cluster.ask('n1', put('old'), 'c1:1')
    cluster.ask('n1', { f: 'delete', key: 'x' }, 'c2:1')
    for (let i = 2; i <= 10_100; i++) cluster.ask('n1', put('v', 'y'), `c2:${i}`)
    cluster.deliverAll()
    for (const node of ['n1', 'n2']) expect(cluster.ask(node, put('old'), 'c1:1')).toEqual({ status: 'ok', result: {} })
    // Whether a write was done that is far older than its client's newest, nobody knows any more.
    expect(cluster.ask('n2', put('old'), 'c2:3').status).toBe('unknown')
    cluster.deliverAll()
    expect(['n1', 'n2'].map((node) => cluster.read(node, 'x'))).toEqual([null, null])
  })

  test('compares and sets by what it has itself', () => {
    const cluster = new Cluster(['n1', 'n2'])
    cluster.ask('n1', put('a'))
    const cas = { f: 'cas', key: 'x', expected: 'a', value: 'b' } as const
    expect(cluster.ask('n2', cas)).toMatchObject({ result: { swapped: false } })
    cluster.deliverAll()
    expect(cluster.ask('n2', cas)).toMatchObject({ result: { swapped: true } })
  })
})

describe('a follower', () => {
  test('sends clients to its region’s leader, but reads from what it has where that is asked for', () => {
    const cluster = new Cluster(['n1', 'n2', 'n3', 'n4'], { leaders: 2 })
    expect(cluster.ask('n2', put('a'))).toEqual({ status: 'redirect', leader: 'n1' })
    expect(cluster.ask('n4', { f: 'get', key: 'x' })).toEqual({ status: 'redirect', leader: 'n3' })
    cluster.ask('n1', put('a'))
    cluster.deliverAll()
    expect(['n2', 'n4'].map((node) => cluster.read(node, 'x'))).toEqual(['a', 'a'])
  })
})

describe('the exchange', () => {
  test('drops what comes again and leaves what comes too early', () => {
    const cluster = new Cluster(['n1', 'n2'])
    cluster.ask('n1', put('a'))
    cluster.ask('n1', put('b'))
    const [first, second] = cluster.take('n1', 'n2')
    cluster.deliver(second!)
    expect(cluster.state('n2').seen).toEqual([0, 0])
    for (const envelope of [first!, first!, second!]) cluster.deliver(envelope)
    expect(cluster.state('n2').seen).toEqual([2, 0])
    expect(cluster.state('n2').counters.duplicates).toBe(1)
    expect(cluster.read('n2', 'x')).toBe('b')
  })

  test('sends again what was lost, when the timer finds no progress', () => {
    const cluster = new Cluster(['n1', 'n2'])
    cluster.ask('n1', put('a'))
    cluster.take('n1', 'n2')
    cluster.step('n1', { kind: 'timer', timer: 'retransmit' })
    cluster.deliverAll()
    expect(cluster.read('n2', 'x')).toBe('a')
    expect(cluster.state('n1').counters.retransmissions).toBe(1)
  })

  test('asks a node that is back what it has, and sends the rest', () => {
    const cluster = new Cluster(THREE)
    cluster.step('n1', { kind: 'peer', peer: 'n2', connected: false })
    cluster.ask('n1', put('a'))
    expect(cluster.take('n1', 'n2')).toEqual([])
    cluster.step('n1', { kind: 'peer', peer: 'n2', connected: true })
    cluster.deliverAll()
    expect(cluster.read('n2', 'x')).toBe('a')
  })

  test.each(['ring', 'star'])('%s: goes over others where the way does', (topology) => {
    const cluster = new Cluster(['n1', 'n2', 'n3', 'n4'], { topology })
    cluster.ask('n3', put('a'))
    cluster.deliverAll()
    expect(['n1', 'n2', 'n4'].map((node) => cluster.read(node, 'x'))).toEqual(['a', 'a', 'a'])
  })

  test('causal delivery holds an update back until those that its leader had are there', () => {
    const comment = (causal_delivery: boolean) => {
      const cluster = new Cluster(THREE, { causal_delivery })
      cluster.ask('n1', put('post', 'post'))
      const slow = cluster.take('n1', 'n3')
      cluster.deliverAll()
      cluster.ask('n2', put('comment', 'comment'))
      cluster.deliverAll()
      const early = cluster.read('n3', 'comment')
      slow.forEach((envelope) => cluster.deliver(envelope))
      cluster.step('n2', { kind: 'timer', timer: 'retransmit' })
      cluster.step('n2', { kind: 'timer', timer: 'retransmit' })
      cluster.deliverAll()
      return [early, cluster.read('n3', 'comment')]
    }
    expect(comment(false)).toEqual(['comment', 'comment'])
    expect(comment(true)).toEqual([null, 'comment'])
  })

  test('goes on where its log begins when what it dropped was never meant for a node', () => {
    const cluster = new Cluster(['n1', 'n2', 'n3'], { leaders: 2, exchange_ms: 50, log_max_updates: 10 })
    for (let i = 1; i <= 30; i++) {
      cluster.ask('n3', put(`${i}`))
      cluster.step('n3', { kind: 'timer', timer: 'exchange' })
      cluster.deliverAll()
    }
    cluster.ask('n1', put('last'))
    for (const timer of ['exchange', 'retransmit']) {
      cluster.step('n1', { kind: 'timer', timer })
      cluster.deliverAll()
    }
    expect(['n2', 'n3'].map((node) => cluster.read(node, 'x'))).toEqual(['last', 'last'])
  })

  test('forgets updates that everybody has', () => {
    const cluster = new Cluster(['n1', 'n2'])
    for (let i = 0; i < 600; i++) {
      cluster.ask('n1', put(`${i}`))
      cluster.deliverAll()
    }
    const { base, updates } = cluster.state('n1').log
    expect(base + updates.length).toBe(600)
    expect(updates.length).toBeLessThan(520)
  })
})

describe('overwritten writes', () => {
  test('are counted and named by the leader that acknowledged them', () => {
    const cluster = new Cluster(['n1', 'n2'])
    const increment = { f: 'increment', key: 'x', by: 1 } as const
    cluster.ask('n1', increment, 'c1:1')
    cluster.ask('n1', increment, 'c1:2')
    cluster.ask('n2', increment, 'c2:1')
    cluster.deliverAll()
    expect(['n1', 'n2'].map((node) => cluster.read(node, 'x'))).toEqual(['1', '1'])
    expect(['n1', 'n2'].map((node) => multiLeader.sample(cluster.state(node)).overwritten)).toEqual([2, 0])
    expect(cluster.notes('overwritten')).toEqual(['c1:1, c1:2 on x at n1 gave way to c2:1, which did not know of it'])
  })

  test('are those that a slow clock stamps too early', () => {
    const cluster = new Cluster(['n1', 'n2'])
    cluster.now_us = 1000
    cluster.ask('n1', put('first'), 'c1:1')
    cluster.deliverAll()
    cluster.now_us = 0
    expect(cluster.ask('n2', put('second'), 'c2:1').status).toBe('ok')
    expect(cluster.read('n2', 'x')).toBe('first')
    expect(multiLeader.sample(cluster.state('n2')).overwritten).toBe(1)
  })
})

describe('a restart', () => {
  test.each([10_000, 3])('brings back what was taken in (a snapshot every %d records)', (snapshot_every_records) => {
    const cluster = new Cluster(['n1', 'n2'], { snapshot_every_records })
    for (let i = 1; i <= 8; i++) {
      cluster.ask('n1', { f: 'increment', key: `k${i % 3}`, by: i }, `c1:${i}`)
      cluster.ask('n2', put(`v${i}`, `k${i % 2}`), `c2:${i}`)
      if (i % 3 === 0) cluster.deliverAll()
    }
    const before = structuredClone(cluster.state('n1'))
    cluster.start('n1')
    const { seen, store, log, sessions } = cluster.state('n1')
    expect({ seen, store, log, sessions }).toEqual({
      seen: before.seen,
      store: before.store,
      log: before.log,
      sessions: before.sessions
    })
    cluster.deliverAll()
    expect(cluster.state('n2').store.sum).toBe(cluster.state('n1').store.sum)
  })
})
