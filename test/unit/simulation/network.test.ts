import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Protocol } from '../../../src-node/protocols/contract'
import { NODES_MAX } from '../../../src-shared/engine'
import { linkId } from '../../../src-shared/ids'
import type { LinkMode, LinkSettingsChange } from '../../../src-shared/network/netem'
import { LINK_MODES } from '../../../src-shared/network/netem'
import { mail } from './test-protocol'
import { SimulatedCluster } from './simulated-cluster'

/** Two nodes (or more) that write to each other. */
class LinkHarness extends SimulatedCluster {
  constructor(link: LinkSettingsChange = {}, nodes = 2, seed = 1, protocol: Protocol = mail) {
    super({ protocol, nodes, link, seed, sample_interval_ms: 10 })
    this.simulation.startAll()
    this.run(0.2)
  }

  send(text: string, from = 'n1', to = 'n2'): void {
    this.simulation.command(from, 'send', { to, text })
  }

  /** Sends a letter each millisecond. */
  sendMany(count: number): void {
    for (let i = 0; i < count; i++) {
      this.send(String(i))
      this.run(0.001)
    }
  }

  set(mode: LinkMode, link = linkId('n1', 'n2')): void {
    this.simulation.setLinks([{ link, mode }])
  }

  notes(topic: string, node = 'n2'): string[] {
    const notes = this.ofKind('note').filter((event) => event.topic === topic && event.node === node)
    return notes.map(({ detail }) => detail)
  }

  checkCounters(): void {
    for (const { counters } of this.ofKind('links')) {
      for (const [link, { offered, duplicated, delivered, dropped, queued }] of Object.entries(counters)) {
        const all_dropped = Object.values(dropped).reduce((sum, count) => sum + count, 0)
        expect(offered + duplicated, link).toBe(delivered + all_dropped + queued)
      }
    }
  }

  drops(): string[] {
    return this.ofKind('dropped').map(({ cause }) => cause)
  }
}

describe('a simulated link', () => {
  it('takes letters across in order and in some tens of microseconds', () => {
    const harness = new LinkHarness()
    for (let i = 0; i < 100; i++) harness.send(String(i))
    harness.run(0.01)
    expect(harness.notes('letter')).toEqual(Array.from({ length: 100 }, (_, i) => `n1: ${i}`))
    const sent = harness.ofKind('sent')
    const times = harness.ofKind('received').map(({ t, n }) => t - sent.find((event) => event.n === n)!.t)
    expect(Math.min(...times)).toBeGreaterThanOrEqual(20)
    expect(Math.max(...times)).toBeLessThanOrEqual(60)
  })

  it('keeps each letter for its delay', () => {
    const harness = new LinkHarness({ delay_ms: 30, jitter_ms: 5 })
    harness.sendMany(500)
    harness.run(0.1)
    const late_ms = harness.ofKind('delivered').map(({ late_us }) => late_us / 1000)
    const mean = late_ms.reduce((a, b) => a + b) / late_ms.length
    expect(late_ms).toHaveLength(500)
    expect(mean).toBeGreaterThan(29)
    // First in, first out: an early letter waits for a late one before it.
    expect(mean).toBeLessThan(40)
  })

  it('loses, duplicates and damages as its settings say', () => {
    const harness = new LinkHarness({ loss_percent: 20, duplicate_percent: 10, corrupt_percent: 30 }, 2)
    harness.sendMany(1000)
    harness.run(0.1)
    const { offered, duplicated, corrupted, delivered, dropped } = harness.counters('n1>n2')
    expect(offered).toBe(1000)
    expect(Math.abs(dropped.loss! - 200)).toBeLessThan(42)
    expect(Math.abs(duplicated - 80)).toBeLessThan(30)
    expect(Math.abs(corrupted - 240)).toBeLessThan(45)
    expect(delivered).toBe(offered + duplicated - dropped.loss!)
    expect(harness.notes('letter')).toHaveLength(delivered - harness.drops().filter((cause) => cause === 'corrupt').length)
  })

  it('alters messages so that no checksum tells, and what is no message any more is dropped', () => {
    const harness = new LinkHarness({ alter_percent: 100 }, 2)
    harness.sendMany(200)
    harness.run(0.1)
    const malformed = harness.drops()
    expect(harness.counters('n1>n2')).toMatchObject({ delivered: 200, altered: 200, corrupted: 0 })
    expect(harness.ofKind('delivered').every(({ altered }) => altered)).toBe(true)
    expect(new Set(malformed)).toEqual(new Set(['malformed']))
    const read = harness.notes('letter')
    expect(read).toHaveLength(200 - malformed.length)
    expect(new Set(read).size).toBeGreaterThan(10)
  })

  it('serialises frames at its rate, whose length counts', () => {
    const harness = new LinkHarness({ rate_bit_s: 1e6 })
    const [text, letters] = ['x'.repeat(1000), 50]
    for (let i = 0; i < letters; i++) harness.send(text)
    harness.run(10)
    const { bytes } = harness.ofKind('sent')[0]!
    expect(bytes).toBeGreaterThan(1000)
    const last = harness.ofKind('delivered').at(-1)!
    expect(last.late_us / 1000).toBeCloseTo((letters * bytes * 8) / 1e3, -1)
  })
})

describe('a simulated connection', () => {
  it('comes up in both directions, and says so', () => {
    const harness = new LinkHarness()
    expect(harness.notes('peer', 'n1')).toEqual(['n2 up'])
    expect(harness.notes('peer', 'n2')).toEqual(['n1 up'])
  })

  it('swallows everything while it is cut, and lives on', () => {
    const harness = new LinkHarness()
    harness.set('cut')
    harness.send('lost')
    harness.send('other way', 'n2', 'n1')
    harness.run(1)
    harness.set('open')
    harness.send('found')
    harness.run(0.1)
    expect(harness.notes('letter')).toEqual(['n1: found'])
    expect(harness.notes('letter', 'n1')).toEqual(['n2: other way'])
    expect(harness.drops()).toEqual(['cut'])
    expect(harness.notes('peer', 'n1')).toEqual(['n2 up'])
  })

  it.each(['refuse', 'reset'] as const)('breaks under %s, and comes back with growing pauses', (mode) => {
    const harness = new LinkHarness()
    harness.set(mode)
    harness.run(0.001)
    harness.send('nowhere')
    harness.run(3)
    expect(harness.drops()).toEqual(['not-connected'])
    expect(harness.notes('peer', 'n1')).toEqual(['n2 up', 'n2 down'])
    expect(harness.notes('peer', 'n2')).toEqual(['n1 up'])
    harness.set('open')
    harness.run(0.6)
    harness.send('there')
    harness.run(0.1)
    expect(harness.notes('peer', 'n1')).toEqual(['n2 up', 'n2 down', 'n2 up'])
    expect(harness.notes('letter')).toEqual(['n1: there'])
  })

  it('does not notice that it is half open, until that ends', () => {
    const harness = new LinkHarness()
    harness.set('half-open')
    harness.send('nowhere')
    harness.run(2)
    expect(harness.drops()).toEqual(['half-open'])
    expect(harness.notes('peer', 'n1')).toEqual(['n2 up'])
    harness.set('open')
    harness.run(1)
    expect(harness.notes('peer', 'n1')).toEqual(['n2 up', 'n2 down', 'n2 up'])
  })

  it('is not made through a cut link before that is healed', () => {
    const harness = new LinkHarness()
    harness.simulation.crash('n1')
    harness.set('cut')
    harness.simulation.start('n1')
    harness.run(1)
    expect(harness.notes('peer', 'n1')).toEqual(['n2 up'])
    harness.set('open')
    harness.run(0.01)
    expect(harness.notes('peer', 'n1')).toEqual(['n2 up', 'n2 up'])
  })

  it('breaks when the receiver dies, whom letters on their way no longer find', () => {
    const harness = new LinkHarness({ delay_ms: 10 })
    harness.send('too late')
    harness.run(0.005)
    harness.simulation.crash('n2')
    harness.run(1)
    expect(harness.drops()).toEqual(['receiver-gone'])
    expect(harness.notes('peer', 'n1')).toEqual(['n2 up', 'n2 down'])
    harness.simulation.start('n2')
    harness.run(0.2)
    expect(harness.notes('peer', 'n1')).toEqual(['n2 up', 'n2 down', 'n2 up'])
  })

  it('does not tell of a death behind a cut link', () => {
    const harness = new LinkHarness()
    harness.set('cut')
    harness.simulation.crash('n2')
    harness.run(1)
    expect(harness.notes('peer', 'n1')).toEqual(['n2 up'])
    harness.set('open')
    harness.run(0.1)
    expect(harness.notes('peer', 'n1')).toEqual(['n2 up', 'n2 down'])
  })

  it('still delivers what the dead have sent', () => {
    const harness = new LinkHarness({ delay_ms: 10 })
    harness.send('last words')
    harness.run(0.005)
    harness.simulation.crash('n1')
    harness.run(0.1)
    expect(harness.notes('letter')).toEqual(['n1: last words'])
  })
})

describe('datagrams, in a cluster too large for connections to all', () => {
  const description = { ...mail.description, datagrams: true as const }

  /** As many nodes as run as processes, and one more. */
  const large = (datagrams = true) => new LinkHarness({}, NODES_MAX.processes + 1, 1, datagrams ? { ...mail, description } : mail)

  it('arrive without a connection that is made first', () => {
    const harness = large()
    harness.send('first')
    harness.run(0.001)
    expect(harness.notes('letter')).toEqual(['n1: first'])
    expect(harness.notes('peer', 'n1')).toEqual([])
    const [sent, received] = [harness.ofKind('sent')[0]!, harness.ofKind('received')[0]!]
    expect(received.t - sent.t).toBeLessThanOrEqual(60)
  })

  it('are what a protocol has to ask for: others connect first', () => {
    const harness = large(false)
    harness.send('first')
    harness.run(0.001)
    expect(harness.notes('letter')).toEqual(['n1: first'])
    expect(harness.notes('peer', 'n1')).toEqual(['n2 up'])
  })

  it('do not find who is down, and do find who is up again', () => {
    const harness = large()
    harness.simulation.crash('n2')
    harness.send('to nobody')
    harness.run(0.001)
    expect(harness.drops()).toEqual(['receiver-gone'])
    harness.simulation.start('n2')
    harness.run(0.1)
    harness.send('to the restarted')
    harness.run(0.001)
    expect(harness.notes('letter')).toEqual(['n1: to the restarted'])
    harness.checkCounters()
  })

  it('are lost on links that are not open, each for its reason', () => {
    const harness = large()
    for (const mode of LINK_MODES) {
      harness.set(mode)
      harness.send(mode)
      harness.run(0.001)
    }
    expect(harness.drops()).toEqual(LINK_MODES.filter((mode) => mode !== 'open'))
    expect(harness.notes('letter')).toEqual(['n1: open'])
  })

  it('meet the same fate on a link that is forgotten in between as on one that is not, and are all counted', () => {
    const fates = [false, true].map((is_kept) => {
      const harness = large()
      // What was changed once is not forgotten.
      if (is_kept) harness.simulation.setLinks([{ link: 'n1>n2', settings: {} }])
      harness.sendMany(30)
      harness.run(0.02)
      expect(harness.counters('n1>n2')).toMatchObject({ offered: 30, delivered: 30, queued: 0 })
      return harness.ofKind('received').map(({ t, n }) => [t, n])
    })
    expect(new Set(fates[0]!.map(([t]) => t! % 1000)).size).toBeGreaterThan(10)
    expect(fates[0]).toEqual(fates[1])
  })

  it('wait for a receiver that is paused', () => {
    const harness = large()
    harness.simulation.pause('n2')
    harness.send('while paused')
    harness.run(0.01)
    expect(harness.notes('letter')).toEqual([])
    harness.simulation.resume('n2')
    harness.run(0.001)
    expect(harness.notes('letter')).toEqual(['n1: while paused'])
  })
})

describe('the counters of links', () => {
  it('are told of those alone that have counted something since, in the order in which the links were made', () => {
    const harness = new LinkHarness({}, 3)
    harness.send('a')
    harness.run(0.02)
    const told = () => harness.ofKind('links').map(({ counters }) => Object.keys(counters))
    const before = told().length
    harness.run(0.05)
    expect(told()).toHaveLength(before)
    harness.send('b', 'n1', 'n2')
    harness.send('c', 'n3', 'n1')
    harness.run(0.02)
    expect(told()[before]).toEqual(['n3>n1', 'n1>n2'])
  })
})

describe('a message in flight', () => {
  const first = { from: 'n1', to: 'n2', boot: 1, n: 1, copy: 0 } as const

  it('is named, with its due time', () => {
    const harness = new LinkHarness({ delay_ms: 10 })
    harness.send('a')
    harness.run(0.001)
    expect(harness.simulation.inFlight()).toMatchObject([{ ...first, type: 'letter' }])
    harness.run(0.1)
    expect(harness.simulation.inFlight()).toEqual([])
  })

  it('waits while it is held, until somebody delivers it', () => {
    const harness = new LinkHarness()
    harness.send('a')
    harness.runUntil(() => harness.simulation.inFlight().length > 0)
    harness.simulation.hold(first)
    harness.send('b')
    harness.run(5)
    expect(harness.notes('letter')).toEqual(['n1: b'])
    expect(harness.simulation.inFlight()).toMatchObject([{ ...first, due_us: null }])
    harness.simulation.deliver(first)
    harness.run(0.001)
    expect(harness.notes('letter')).toEqual(['n1: b', 'n1: a'])
    expect(harness.ofKind('held')).toMatchObject([first])
  })

  it('is delivered by hand through a cut link', () => {
    const harness = new LinkHarness({ delay_ms: 10 })
    harness.send('a')
    harness.run(0.001)
    harness.set('cut')
    harness.simulation.deliver(first)
    harness.run(0.1)
    expect(harness.notes('letter')).toEqual(['n1: a'])
    expect(harness.drops()).toEqual([])
  })

  it('is dropped by hand', () => {
    const harness = new LinkHarness({ delay_ms: 10 })
    harness.send('a')
    harness.run(0.001)
    harness.simulation.drop(first)
    harness.run(0.1)
    expect(harness.notes('letter')).toEqual([])
    expect(harness.drops()).toEqual(['by-hand'])
    expect(() => harness.simulation.hold(first)).toThrow('message 1 from n1 to n2 is not in flight')
  })
})

describe('all links', () => {
  const change = fc.record({
    mode: fc.constantFrom(...LINK_MODES),
    settings: fc.record({
      delay_ms: fc.constantFrom(0, 0.5, 40),
      jitter_ms: fc.constantFrom(0, 3),
      order: fc.constantFrom('fifo' as const, 'may-reorder' as const),
      loss_percent: fc.constantFrom(0, 30),
      duplicate_percent: fc.constantFrom(0, 30),
      corrupt_percent: fc.constantFrom(0, 30),
      alter_percent: fc.constantFrom(0, 30),
      rate_bit_s: fc.constantFrom(0, 50_000),
      queue_limit: fc.constantFrom(3, 10_000)
    })
  })
  const action = fc.oneof(
    fc.record({ do: fc.constant('change' as const), change }),
    fc.record({ do: fc.constantFrom('crash' as const, 'start' as const, 'pause' as const, 'resume' as const, 'stop' as const) }),
    fc.record({ do: fc.constantFrom('hold' as const, 'deliver' as const, 'drop' as const) }),
    fc.record({ do: fc.constant('send' as const), count: fc.integer({ min: 1, max: 20 }) })
  )

  it('account for every frame: offered + duplicated = delivered + dropped + queued', () => {
    fc.assert(
      fc.property(fc.array(action, { maxLength: 40 }), fc.nat(1000), (actions, seed) => {
        const harness = new LinkHarness({}, 2, seed)
        for (const one of actions) {
          const { simulation } = harness
          if (one.do === 'change') simulation.setLinks([{ link: 'n1>n2', ...one.change }])
          else if (one.do === 'send') for (let i = 0; i < one.count && simulation.up().includes('n1'); i++) harness.send('x')
          else if (one.do === 'hold' || one.do === 'deliver' || one.do === 'drop') {
            const copy = simulation.inFlight()[0]
            if (copy) simulation[one.do](copy)
          } else simulation[one.do]('n2')
          harness.run(0.02)
          harness.checkCounters()
        }
      }),
      { numRuns: 60 }
    )
  })
})
