import { describe, expect, it } from 'vitest'
import { TestCluster } from './cluster'

const ABC = ['A', 'B', 'C']
const ok = expect.objectContaining({ status: 'ok' })
const get = { f: 'get', key: 'k' } as const

/** All have `kept`; then A alone acknowledges and snapshots another entry, while B is promoted. */
function divergedInSnapshot(): TestCluster {
  const cluster = new TestCluster(ABC, { failover: 'manual', snapshot_chunk_bytes: 16 })
  cluster.put('A', 'k', 'kept')
  cluster.advance(100)
  cluster.isolate('A')
  cluster.put('A', 'l', 'lost')
  cluster.command('A', 'take-snapshot')
  cluster.command('B', 'promote')
  for (const key of ['x', 'y', 'z']) cluster.put('B', key, 'new')
  return cluster
}

describe('a follower whose snapshot the leader’s log does not go with', () => {
  it('keeps what it has while the leader’s log is on its way', () => {
    const cluster = divergedInSnapshot()
    cluster.heal()
    cluster.allowMessages(3)
    cluster.isolate('A')
    expect(cluster.state('A').machine.data.get('k')).toBe('kept')
    cluster.crash('A')
    cluster.start('A')
    cluster.command('A', 'promote')
    expect(cluster.ask('A', get)()).toMatchObject({ result: { value: 'kept' } })
    cluster.allowMessages(Infinity)
    cluster.heal()
    cluster.advance(1000)
    expect(cluster.ask('A', get)()).toMatchObject({ result: { value: 'kept' } })
    expect(cluster.found.filter((text) => !text.startsWith('lost '))).toEqual([])
  })

  it('has all of the leader’s log at once when it arrives, also what follows its snapshot', () => {
    const cluster = divergedInSnapshot()
    cluster.command('B', 'take-snapshot')
    cluster.put('B', 'k', 'after the snapshot')
    cluster.heal()
    cluster.advance(1000)
    expect(cluster.notes('snapshot-installed')).toEqual(['A installed a snapshot up to entry 4'])
    expect([...cluster.state('A').machine.data].sort()).toEqual([...cluster.state('B').machine.data].sort())
    cluster.crash('A')
    cluster.start('A')
    expect(cluster.state('A').log.entries.map(({ index }) => index)).toEqual([5])
  })

  it('is emptied by a leader whose log is empty', () => {
    const cluster = new TestCluster(['A', 'B'], { failover: 'manual' })
    cluster.isolate('B')
    cluster.put('A', 'k', 'v')
    cluster.command('A', 'take-snapshot')
    cluster.command('B', 'promote')
    cluster.heal()
    cluster.advance(500)
    expect(cluster.state('A')).toMatchObject({ applied: 0, snapshot: { index: 0 } })
    expect(cluster.put('B', 'k', 'w')()).toEqual(ok)
    cluster.advance(100)
    expect(cluster.state('A').machine.data.get('k')).toBe('w')
  })
})

describe('what a promoted follower inherits', () => {
  const write = { session: 'c9', sequence: 1 }
  const put = { f: 'put', key: 'k', value: 'v' } as const

  /** Only A and B have the entry when B is promoted and A is gone. */
  function promoted(switches: readonly string[]): TestCluster {
    const cluster = new TestCluster(ABC, { replication: 'synchronous', failover: 'manual' }, switches)
    cluster.isolate('C')
    expect(cluster.ask('A', put, write)()).toBeUndefined()
    cluster.crash('A')
    cluster.command('B', 'promote')
    return cluster
  }

  it('is shown to readers, but a retry waits for the replication', () => {
    const cluster = promoted([])
    const retry = cluster.ask('B', put, write)
    expect(cluster.ask('B', get)()).toMatchObject({ result: { value: 'v' } })
    cluster.heal()
    cluster.advance(100)
    expect(retry()).toBeUndefined()
    cluster.start('A')
    cluster.advance(200)
    expect(retry()).toEqual(ok)
    expect(cluster.found).toEqual([])
  })

  it('and a retry that waits is of unknown outcome when the leader is fenced', () => {
    const cluster = promoted([])
    const retry = cluster.ask('B', put, write)
    cluster.command('C', 'promote')
    cluster.heal()
    cluster.advance(200)
    expect(retry()).toMatchObject({ status: 'unknown' })
  })
})
