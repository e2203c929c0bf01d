import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Cluster } from './cluster'
import type { Envelope } from './cluster'

const NODES = ['n1', 'n2', 'n3']
/** So little that every write but the newest is missing from the log, and every row is a piece of its own. */
const SHORT = { log_max_updates: 10, state_chunk_bytes: 16 }

const fire = (cluster: Cluster, node: string) => cluster.step(node, { kind: 'timer', timer: 'retransmit' })
const isPiece = ({ message }: Envelope) => message.type === 'state'

/** n2 was away while n1 wrote so many keys, and has just said what it has. */
function behind(writes: number): Cluster {
  const cluster = new Cluster(['n1', 'n2'], SHORT)
  for (let i = 1; i <= writes; i++) cluster.ask('n1', { f: 'put', key: `k${i}`, value: 'v' }, `c1:${i}`)
  cluster.in_flight = []
  fire(cluster, 'n1')
  cluster.deliver(cluster.take('n1', 'n2')[0]!)
  cluster.deliver(cluster.take('n2', 'n1')[0]!)
  return cluster
}

describe('a whole state in pieces', () => {
  test('arrives although every answer takes longer than the timer, and the sender goes on writing', () => {
    const cluster = behind(30)
    let [pieces, rounds] = [0, 0]
    for (; cluster.read('n2', 'k20') !== 'v' && rounds < 100; rounds++) {
      const on_its_way = cluster.in_flight
      cluster.in_flight = []
      pieces += on_its_way.filter(isPiece).length
      cluster.ask('n1', { f: 'put', key: 'k1', value: `${rounds}` }, `c2:${rounds + 1}`)
      for (let i = 0; i < 3; i++) fire(cluster, 'n1')
      for (const envelope of on_its_way) cluster.deliver(envelope)
    }
    expect(rounds).toBeLessThan(80)
    expect(pieces).toBeLessThan(120)
    expect(cluster.state('n1').counters.states_sent).toBe(1)
  })

  test('is begun once, however often the receiver says what it lacks', () => {
    const cluster = behind(30)
    cluster.take('n1', 'n2')
    const have = { from: 'n2', to: 'n1', message: { type: 'have', generation: 0, seen: [0, 0] } } as const
    for (let i = 0; i < 5; i++) cluster.deliver(have)
    expect(cluster.take('n1', 'n2')).toEqual([])
    for (let i = 0; i < 2; i++) fire(cluster, 'n1')
    for (let i = 0; i < 5; i++) cluster.deliver(have)
    expect(cluster.take('n1', 'n2').filter(isPiece)).toHaveLength(1)
  })

  test('is not displaced by a late piece of an earlier one', () => {
    const cluster = behind(30)
    for (let i = 0; i < 8; i++) cluster.deliver(cluster.in_flight.shift()!)
    const [piece] = cluster.take('n1', 'n2')
    if (piece?.message.type !== 'state') throw new Error('a piece is due')
    const before = cluster.state('n2').arriving.get('n1')!.rows.length
    expect(before).toBeGreaterThan(1)
    cluster.deliver({ ...piece, message: { ...piece.message, transfer: piece.message.transfer + 1 } })
    expect(cluster.state('n2').arriving.get('n1')!.rows).toHaveLength(before)
    cluster.deliver(piece)
    expect(cluster.state('n2').arriving.get('n1')!.rows).toHaveLength(before + 1)
  })

  test('is begun again by a receiver that restarted in the middle, which keeps what it had until the last piece', () => {
    const cluster = behind(30)
    cluster.ask('n2', { f: 'put', key: 'own', value: 'w' }, 'c3:1')
    for (let i = 0; i < 20; i++) cluster.deliver(cluster.in_flight.shift()!)
    expect(cluster.state('n2').arriving.get('n1')!.rows.length).toBeGreaterThan(3)
    cluster.start('n2')
    expect([cluster.read('n2', 'own'), cluster.read('n2', 'k1')]).toEqual(['w', null])
    cluster.deliverAll()
    for (let i = 0; i < 2; i++) fire(cluster, 'n1')
    cluster.deliverAll()
    expect(['own', 'k1', 'k30'].map((key) => cluster.read('n2', key))).toEqual(['w', 'v', 'v'])
    expect(cluster.state('n2').counters.states_taken_in).toBe(1)
  })
})

test('a receiver that restarted and begins with a late copy of the first piece is sent the others from there', () => {
  const cluster = behind(30)
  const [first] = cluster.take('n1', 'n2')
  cluster.deliver(first!)
  for (let i = 0; i < 9; i++) cluster.deliver(cluster.in_flight.shift()!)
  cluster.start('n2')
  cluster.in_flight = []
  cluster.deliver(first!)
  cluster.in_flight = []
  for (let i = 0; i < 2; i++) {
    fire(cluster, 'n1')
    cluster.deliverAll()
  }
  expect(cluster.read('n2', 'k30')).toBe('v')
})

test('transfers that restart, overlap, are lost, doubled or reordered bring everybody the same in the end', () => {
  const node = fc.constantFrom(...NODES)
  const action = fc.oneof(
    { weight: 6, arbitrary: fc.record({ do: fc.constant('deliver' as const), at: fc.nat(30) }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('copy' as const, 'lose' as const), at: fc.nat(30) }) },
    { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('write' as const, 'fire' as const), node, at: fc.nat(3) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('restart' as const), node }) }
  )
  const setting = fc.record({
    conflicts: fc.constantFrom('last-write-wins', 'merge', 'crdt'),
    topology: fc.constantFrom('all-to-all', 'ring', 'star'),
    snapshot_every_records: fc.constantFrom(1, 1000)
  })
  fc.assert(
    fc.property(setting, fc.array(action, { minLength: 100, maxLength: 400 }), (chosen, actions) => {
      const cluster = new Cluster(NODES, { ...SHORT, ...chosen })
      let made = 0
      const write = (of: string, key: number) => cluster.ask(of, { f: 'increment', key: `k${key}`, by: 1 }, `c:${++made}`)
      // More than the logs hold, and all of it lost on its way.
      for (let i = 0; i < 36; i++) write(NODES[i % 3]!, i % 4)
      cluster.in_flight = []
      for (const of of NODES) fire(cluster, of)
      for (const one of actions) {
        if (one.do === 'write') write(one.node, one.at)
        else if (one.do === 'fire') fire(cluster, one.node)
        else if (one.do === 'restart') cluster.start(one.node)
        else if (cluster.in_flight.length > 0) {
          const at = one.at % cluster.in_flight.length
          const envelope = cluster.in_flight[at]!
          if (one.do !== 'copy') cluster.in_flight.splice(at, 1)
          if (one.do === 'deliver') cluster.deliver(envelope)
          else if (one.do === 'copy') cluster.in_flight.push(envelope)
        }
      }
      for (let i = 0; i < 24; i++) {
        for (const of of NODES) fire(cluster, of)
        cluster.deliverAll()
      }
      const states = NODES.map((of) => cluster.state(of))
      expect(new Set(states.map(({ seen }) => seen.join(','))).size).toBe(1)
      expect(new Set(states.map(({ store }) => store.sum)).size).toBe(1)
      expect(states[0]!.seen.reduce((sum, count) => sum + count, 0)).toBe(made)
      if (chosen.conflicts !== 'crdt') return
      const counted = [0, 1, 2, 3].reduce((sum, key) => sum + Number(cluster.read('n1', `k${key}`) ?? 0), 0)
      expect(counted).toBe(made)
    }),
    { numRuns: 150 }
  )
})
