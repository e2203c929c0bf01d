import { describe, expect, it } from 'vitest'
import { nextEpochOf, ownsEpoch } from '../../../src-node/protocols/leader-follower/epochs'
import { TestCluster } from './cluster'

const ABC = ['A', 'B', 'C']

describe('a node whose disk was lost', () => {
  it('does not lead, even in the epoch that it was appointed for, and is not promoted by hand', () => {
    const cluster = new TestCluster(ABC, { replication: 'synchronous', failover: 'manual' })
    cluster.put('A', 'k', 'v')
    cluster.replaceDisk('A')
    expect(cluster.state('A')).toMatchObject({ role: 'follower', leader: null })
    cluster.command('A', 'promote')
    cluster.advance(500)
    expect(cluster.state('A').role).toBe('follower')
    expect(cluster.found).toEqual([])
  })

  it('does not claim to lead when nobody else is heard', () => {
    const cluster = new TestCluster(ABC, { failover_timeout_ms: 300 })
    cluster.put('A', 'k', 'v')
    cluster.isolate('B')
    cluster.replaceDisk('B')
    cluster.advance(5000)
    expect(cluster.state('B').role).toBe('follower')
  })

  it('is counted again, and may lead again, once it has what its leader had', () => {
    const cluster = new TestCluster(ABC, { replication: 'synchronous', failover: 'manual' })
    for (const key of ['k', 'l']) cluster.put('A', key, 'v')
    cluster.isolate('B')
    cluster.replaceDisk('B')
    const waits = cluster.put('A', 'm', 'v')
    expect(cluster.state('B').complete_generation).toBe(0)
    cluster.heal()
    cluster.advance(300)
    expect(waits()).toMatchObject({ status: 'ok' })
    expect(cluster.state('B').complete_generation).toBe(1)
    cluster.crash('B')
    cluster.start('B')
    cluster.command('B', 'promote')
    cluster.advance(100)
    expect(cluster.state('B').role).toBe('leader')
    expect(cluster.found).toEqual([])
  })

  it('keeps its place among the holders over a snapshot of its own', () => {
    const cluster = new TestCluster(ABC, { failover: 'manual' })
    cluster.put('A', 'k', 'v')
    cluster.replaceDisk('B')
    cluster.advance(300)
    cluster.command('B', 'take-snapshot')
    cluster.crash('B')
    cluster.start('B')
    expect(cluster.state('B').complete_generation).toBe(1)
  })

  it('goes for a node that comes back with an older copy too', () => {
    const cluster = new TestCluster(ABC, { failover: 'manual' })
    const copy = cluster.backup('A')
    cluster.put('A', 'k', 'v')
    cluster.replaceDisk('A', copy)
    expect(cluster.state('A').role).toBe('follower')
  })
})

describe('the switch trust-restored-disk', () => {
  it('has a node lead without what it had acknowledged', () => {
    const parameters = { replication: 'synchronous', failover: 'manual' }
    const cluster = new TestCluster(ABC, parameters, ['trust-restored-disk'])
    cluster.put('A', 'k', 'v')
    cluster.isolate('B')
    cluster.replaceDisk('B')
    cluster.command('B', 'promote')
    cluster.advance(100)
    expect(cluster.found).toEqual([expect.stringContaining('acknowledged-kept')])
  })
})

describe('epochs', () => {
  it('of a node’s generations are never the same', () => {
    const taken = new Map<number, string>()
    for (const node of ABC)
      for (const generation of [0, 1, 2, 3])
        for (let epoch = 1, times = 0; times < 50; times++) {
          epoch = nextEpochOf(ABC, node, generation, epoch)
          expect(taken.get(epoch)).toBeUndefined()
          taken.set(epoch, `${node} in generation ${generation}`)
          expect(ownsEpoch(ABC, node, generation, epoch)).toBe(true)
        }
  })

  it('of disks that were never lost go 1, 4, 7', () => {
    expect([nextEpochOf(ABC, 'B', 0, 1), nextEpochOf(ABC, 'A', 0, 2), nextEpochOf(ABC, 'A', 0, 4)]).toEqual([2, 4, 7])
  })
})
