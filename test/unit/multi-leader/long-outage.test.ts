import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { multiLeader } from '../../../src-node/protocols/multi-leader'
import { Cluster } from './cluster'

/** n1 to n3, of which n3 can hear and be heard by nobody until `rejoin`. */
class Outage extends Cluster {
  constructor(parameters: Record<string, string | number | boolean>, switches: readonly string[] = []) {
    super(['n1', 'n2', 'n3'], { log_max_updates: 10, ...parameters }, switches)
  }

  /** Messages to and from n3 are lost. */
  exchange(): void {
    for (let next = this.in_flight.shift(); next; next = this.in_flight.shift())
      if (next.from !== 'n3' && next.to !== 'n3') this.deliver(next)
  }

  rejoin(): void {
    for (let i = 0; i < 4; i++) {
      for (const node of ['n1', 'n2', 'n3']) this.step(node, { kind: 'timer', timer: 'retransmit' })
      this.deliverAll()
    }
  }

  increment(node: string, client: string, times: number): void {
    for (let i = 1; i <= times; i++) this.ask(node, { f: 'increment', key: 'likes', by: 1 }, `${client}:${i}`)
  }

  /** What readers of each node see, whether they agree down to the last bit, and how often everything was sent. */
  outcome() {
    const states = ['n1', 'n2', 'n3'].map((node) => this.state(node))
    return {
      likes: ['n1', 'n2', 'n3'].map((node) => this.read(node, 'likes')),
      seen: new Set(states.map(({ seen }) => seen.join(','))).size,
      sums: new Set(states.map(({ store }) => store.sum)).size,
      sent: states.reduce((sum, { counters }) => sum + counters.states_sent, 0)
    }
  }
}

describe('a leader that was away for longer than the logs reach back', () => {
  test.each(['all-to-all', 'ring', 'star'])('is sent everything, and counts each increment once (%s)', (topology) => {
    const cluster = new Outage({ conflicts: 'crdt', topology })
    cluster.increment('n1', 'c1', 100)
    cluster.increment('n2', 'c2', 100)
    cluster.increment('n3', 'c3', 100)
    cluster.exchange()
    cluster.rejoin()
    const { sent, ...agreed } = cluster.outcome()
    expect(agreed).toEqual({ likes: ['300', '300', '300'], seen: 1, sums: 1 })
    expect(sent).toBeGreaterThan(0)
  })

  test('is answered all the same while others are away: no write waits or is refused', () => {
    const cluster = new Outage({})
    cluster.increment('n3', 'c3', 200)
    expect(cluster.replies.every(({ status }) => status === 'ok')).toBe(true)
    expect(cluster.state('n3').log.updates.length).toBeLessThan(13)
  })

  test('is sent only updates where the logs reach back far enough', () => {
    const cluster = new Outage({ log_max_updates: 1000 })
    cluster.increment('n1', 'c1', 100)
    cluster.exchange()
    cluster.rejoin()
    expect(cluster.outcome()).toMatchObject({ likes: ['100', '100', '100'], sums: 1, sent: 0 })
  })

  test('knows again the operations that others did for a client meanwhile', () => {
    const cluster = new Outage({ conflicts: 'crdt' })
    cluster.increment('n1', 'c1', 100)
    cluster.exchange()
    cluster.rejoin()
    cluster.ask('n3', { f: 'increment', key: 'likes', by: 1 }, 'c1:1')
    expect(cluster.read('n3', 'likes')).toBe('100')
  })

  test('gets it in pieces of bounded size, and a piece that is lost again', () => {
    const cluster = new Outage({ state_chunk_bytes: 200 })
    for (let i = 0; i < 100; i++) cluster.ask('n1', { f: 'put', key: `k${i}`, value: 'v' }, `c1:${i + 1}`)
    cluster.exchange()
    cluster.step('n1', { kind: 'timer', timer: 'retransmit' })
    let [pieces, dropped] = [0, 0]
    for (let next = cluster.in_flight.shift(); next; next = cluster.in_flight.shift()) {
      const is_piece = next.message.type === 'state'
      if (is_piece && ++pieces % 7 === 0 && ++dropped) cluster.step('n1', { kind: 'timer', timer: 'retransmit' })
      else cluster.deliver(next)
      if (cluster.in_flight.length === 0) for (let i = 0; i < 2; i++) cluster.step('n1', { kind: 'timer', timer: 'retransmit' })
      if (cluster.read('n3', 'k99') === 'v') break
    }
    expect(dropped).toBeGreaterThan(5)
    expect(pieces).toBeGreaterThan(50)
    expect(cluster.read('n3', 'k99')).toBe('v')
  })

  test('counts the writes of its own clients that give way, and keeps what it took in through a restart', () => {
    const cluster = new Outage({})
    cluster.now_us = 0
    cluster.ask('n3', { f: 'put', key: 'x', value: 'old' }, 'c3:1')
    cluster.increment('n1', 'c1', 100)
    cluster.ask('n1', { f: 'put', key: 'x', value: 'new' }, 'c1:101')
    cluster.exchange()
    cluster.rejoin()
    expect(cluster.notes('overwritten')).toEqual(['c3:1 on x at n3 gave way to c1:101, which did not know of it'])
    expect(multiLeader.sample(cluster.state('n3')).overwritten).toBe(1)
    const before = structuredClone(cluster.state('n3'))
    cluster.start('n3')
    const { seen, store, sessions, log } = cluster.state('n3')
    expect({ seen, store, sessions, log }).toEqual({
      seen: before.seen,
      store: before.store,
      sessions: before.sessions,
      log: before.log
    })
  })

  test('loses what its own clients wrote meanwhile if what it is sent replaces it: the switch', () => {
    const cluster = new Outage({ conflicts: 'crdt' }, ['replace-by-state'])
    cluster.increment('n1', 'c1', 100)
    cluster.increment('n3', 'c3', 5)
    cluster.exchange()
    cluster.step('n1', { kind: 'timer', timer: 'retransmit' })
    for (let next = cluster.in_flight.shift(); next; next = cluster.in_flight.shift())
      if (next.from !== 'n3' || next.message.type !== 'updates') cluster.deliver(next)
    expect(cluster.read('n3', 'likes')).toBe('100')
    cluster.rejoin()
    expect(cluster.outcome()).toMatchObject({ seen: 1, sums: 2 })
  })
})

test('whatever is lost on the way, and whichever way conflicts are resolved, all end up with the same', () => {
  const write = fc.record({
    node: fc.constantFrom('n1', 'n2', 'n3'),
    key: fc.constantFrom('a', 'b'),
    f: fc.constantFrom('put', 'increment', 'append', 'delete')
  })
  const turn = fc.record({ writes: fc.array(write, { maxLength: 40 }), away: fc.boolean(), timers: fc.nat(3) })
  const setting = fc.record({
    conflicts: fc.constantFrom('last-write-wins', 'merge', 'crdt'),
    topology: fc.constantFrom('all-to-all', 'ring', 'star')
  })
  fc.assert(
    fc.property(setting, fc.array(turn, { maxLength: 8 }), ({ conflicts, topology }, turns) => {
      const cluster = new Outage({ conflicts, topology, state_chunk_bytes: 300 })
      let made = 0
      for (const { writes, away, timers } of turns) {
        for (const { node, key, f } of writes) {
          const value = `${++made}.`
          const operation = f === 'increment' ? { f, key, by: 1 } : f === 'delete' ? { f, key } : { f: f as 'put', key, value }
          cluster.ask(node, operation, `c:${made}`)
        }
        if (away) cluster.exchange()
        else cluster.deliverAll()
        for (let i = 0; i < timers; i++) cluster.step(`n${i + 1}`, { kind: 'timer', timer: 'retransmit' })
      }
      for (let i = 0; i < 12; i++) cluster.rejoin()
      expect(cluster.outcome()).toMatchObject({ seen: 1, sums: 1 })
      expect(cluster.state('n3').seen.reduce((sum, count) => sum + count, 0)).toBe(made)
    }),
    { numRuns: 100 }
  )
})
