import { describe, expect, it } from 'vitest'
import { TestCluster } from './cluster'

const ABC = ['A', 'B', 'C']
const ok = expect.objectContaining({ status: 'ok' })
const get = { f: 'get', key: 'k' } as const

describe('acknowledgement', () => {
  it('is the leader’s own disk alone when asynchronous', () => {
    const cluster = new TestCluster(ABC, { replication: 'asynchronous', failover: 'manual' })
    cluster.isolate('A')
    expect(cluster.put('A', 'k', 'v')()).toEqual(ok)
  })

  it('waits for one follower when semi-synchronous, and for all when synchronous', () => {
    for (const [replication, answered] of [
      ['semi-synchronous', true],
      ['synchronous', false]
    ] as const) {
      const cluster = new TestCluster(ABC, { replication, failover: 'manual' })
      cluster.isolate('C')
      const first = cluster.put('A', 'k', 'v')
      expect(first() !== undefined).toBe(answered)
      cluster.isolate('B')
      const second = cluster.put('A', 'k', 'w')
      expect(second()).toBeUndefined()
      cluster.heal()
      cluster.advance(200)
      expect([first(), second()]).toEqual([ok, ok])
      expect(cluster.found).toEqual([])
    }
  })

  it('waits for the follower’s disk, not for its memory', () => {
    const cluster = new TestCluster(['A', 'B'], { replication: 'semi-synchronous', failover: 'manual' })
    cluster.slowDisk('B')
    expect(cluster.put('A', 'k', 'v')()).toBeUndefined()
  })
})

describe('reads', () => {
  it('by session wait for the follower to catch up, and then go to the leader', () => {
    const cluster = new TestCluster(ABC, { failover: 'manual', session_wait_ms: 100 })
    cluster.isolate('C')
    const written = cluster.put('A', 'k', 'v')()
    const context = (written as { context: { session: string } }).context
    expect(cluster.ask('B', get, { policy: 'session', context })()).toMatchObject({ status: 'ok', result: { value: 'v' } })
    expect(cluster.ask('C', get, { policy: 'follower', context })()).toMatchObject({ status: 'ok', result: { value: null } })
    const waits = cluster.ask('C', get, { policy: 'session', context })
    expect(waits()).toBeUndefined()
    cluster.advance(101)
    expect(waits()).toEqual({ status: 'redirect', leader: 'A' })
    const patient = cluster.ask('C', get, { policy: 'session', context })
    cluster.heal()
    cluster.advance(60)
    expect(patient()).toMatchObject({ status: 'ok', result: { value: 'v' } })
  })

  it('from the leader are sent to it by everybody else', () => {
    const cluster = new TestCluster(ABC)
    expect(cluster.ask('B', get)()).toEqual({ status: 'redirect', leader: 'A' })
  })
})

describe('failover', () => {
  it('promotes the longest log of those that hear nothing from the leader', () => {
    const cluster = new TestCluster(ABC, { replication: 'semi-synchronous', failover_timeout_ms: 300 })
    cluster.isolate('B')
    expect(cluster.put('A', 'k', 'v')()).toEqual(ok)
    cluster.heal()
    cluster.crash('A')
    cluster.advance(1000)
    expect(cluster.state('C').role).toBe('leader')
    expect(cluster.ask('C', get)()).toMatchObject({ result: { value: 'v' } })
    expect(cluster.found).toEqual([])
  })

  it('is refused while anybody hears the leader', () => {
    const cluster = new TestCluster(ABC, { failover_timeout_ms: 300 })
    cluster.isolate('A')
    cluster.heal()
    cluster.advance(2000)
    expect(cluster.state('A').role).toBe('leader')
    expect(cluster.state('B').epoch).toBe(1)
  })

  it('names acknowledged writes that it loses, and has the old leader discard them when it returns', () => {
    const cluster = new TestCluster(ABC, { replication: 'asynchronous', failover_timeout_ms: 300 })
    cluster.put('A', 'k', 'kept')
    cluster.advance(60)
    cluster.isolate('A')
    expect(cluster.put('A', 'k', 'lost')()).toEqual(ok)
    cluster.advance(1000)
    expect(['A', 'B'].map((node) => cluster.state(node).role)).toEqual(['leader', 'leader'])
    expect(cluster.found).toEqual(['lost c2:1'])
    cluster.heal()
    cluster.advance(200)
    expect(cluster.state('A')).toMatchObject({ role: 'follower', leader: 'B', discarded: 1, applied: 1 })
    expect(cluster.state('A').machine.data.get('k')).toBe('kept')
    expect(cluster.notes('log-discarded')).toEqual(['A discards what it has from entry 2 on: c2:1'])
  })

  it('by hand needs nobody’s consent, and fences the old leader', () => {
    const cluster = new TestCluster(ABC, { failover: 'manual' })
    const waits = cluster.put('A', 'k', 'v')
    cluster.command('C', 'promote')
    expect(waits()).toEqual(ok)
    expect([cluster.state('A').role, cluster.state('C')]).toEqual([
      'follower',
      expect.objectContaining({ role: 'leader', epoch: 3 })
    ])
  })

  it('leaves an old leader that only restarted to lead on in its epoch', () => {
    const cluster = new TestCluster(ABC, { failover: 'manual' })
    cluster.put('A', 'k', 'v')
    cluster.crash('A')
    cluster.start('A')
    expect(cluster.state('A')).toMatchObject({ role: 'leader', epoch: 1, applied: 1 })
    expect(cluster.put('A', 'k', 'w')()).toEqual(ok)
    expect(cluster.found).toEqual([])
  })

  it('can lose what a snapshot holds: the old leader then starts over', () => {
    const cluster = new TestCluster(ABC, { failover: 'manual' })
    cluster.put('A', 'k', 'kept')
    cluster.isolate('A')
    cluster.put('A', 'k', 'lost')
    cluster.command('A', 'take-snapshot')
    cluster.command('B', 'promote')
    cluster.put('B', 'l', 'new')
    cluster.heal()
    cluster.advance(300)
    expect([...cluster.state('A').machine.data]).toEqual([...cluster.state('B').machine.data])
    expect(cluster.state('A').applied).toBe(2)
    cluster.crash('A')
    cluster.start('A')
    cluster.advance(300)
    expect([...cluster.state('A').machine.data]).toEqual([...cluster.state('B').machine.data])
  })
})

describe('catching up', () => {
  it('comes from the log where the leader still has it, and from a snapshot where it has not', () => {
    const cluster = new TestCluster(ABC, {
      failover: 'manual',
      snapshot_every_entries: 5,
      snapshot_keep_entries: 2,
      snapshot_chunk_bytes: 60
    })
    cluster.crash('C')
    for (let i = 0; i < 12; i++) cluster.put('A', `k${i}`, `v${i}`)
    expect(cluster.state('A').log.base.index).toBeGreaterThan(0)
    cluster.start('C')
    cluster.advance(2000)
    expect(cluster.notes('snapshot-installed').at(-1)).toBe('C installed a snapshot up to entry 10')
    expect(cluster.state('C')).toMatchObject({ applied: 12 })
    expect(cluster.state('C').machine.data).toEqual(cluster.state('A').machine.data)
    expect(cluster.found).toEqual([])
  })
})
