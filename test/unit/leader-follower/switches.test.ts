import { describe, expect, it } from 'vitest'
import { TestCluster } from './cluster'

const ABC = ['A', 'B', 'C']
const FIRST = /^[a-z-]+/

/** Names of the invariants that broke. */
function broken({ found }: TestCluster): Set<string> {
  return new Set(found.filter((text) => !text.startsWith('lost ')).map((text) => FIRST.exec(text)![0]))
}

/** A leads beside B for a while, and comes back with an entry of its own. */
function divergeAndReturn(switches: readonly string[]): TestCluster {
  const cluster = new TestCluster(ABC, { failover: 'manual' }, switches)
  cluster.put('A', 'k', 'kept')
  cluster.isolate('A')
  cluster.put('A', 'k', 'lost')
  cluster.command('B', 'promote')
  cluster.put('B', 'k', 'new')
  cluster.put('B', 'k', 'newer')
  cluster.heal()
  cluster.advance(300)
  return cluster
}

describe('with all switches off', () => {
  it('no invariant breaks, whatever is lost', () => {
    const cluster = divergeAndReturn([])
    expect(cluster.found).toEqual(['lost c2:1'])
  })
})

describe('a switch', () => {
  it('no-fencing gives an epoch two leaders', () => {
    expect(broken(divergeAndReturn(['no-fencing']))).toContain('election-safety')
  })

  it('keep-divergence leaves logs that do not match', () => {
    expect(broken(divergeAndReturn(['keep-divergence']))).toContain('log-matching')
  })

  it('ack-before-store acknowledges what a crash takes back', () => {
    const cluster = new TestCluster(['A', 'B'], { replication: 'semi-synchronous', failover: 'manual' }, ['ack-before-store'])
    cluster.slowDisk('B')
    expect(cluster.put('A', 'k', 'v')()).toMatchObject({ status: 'ok' })
    cluster.crash('A')
    cluster.advance(100)
    cluster.command('B', 'promote')
    expect(broken(cluster)).toEqual(new Set(['acknowledged-stored']))
  })

  it('ack-before-store then loses an acknowledged write that synchronous replication promises to keep', () => {
    const cluster = new TestCluster(['A', 'B'], { replication: 'synchronous', failover: 'manual' }, ['ack-before-store'])
    cluster.slowDisk('B')
    cluster.put('A', 'k', 'v')
    cluster.crash('A')
    cluster.crash('B')
    cluster.start('B')
    cluster.slowDisk('B', false)
    cluster.command('B', 'promote')
    cluster.advance(1)
    expect(broken(cluster)).toContain('acknowledged-kept')
  })

  it('skip-entry leaves out the first of several entries', () => {
    const cluster = new TestCluster(ABC, { failover: 'manual' }, ['skip-entry'])
    cluster.isolate('C')
    for (const value of ['v', 'w', 'x']) cluster.put('A', 'k', value)
    cluster.heal()
    cluster.advance(200)
    expect(broken(cluster)).toEqual(new Set(['applied-in-order']))
  })

  it('promote-shortest makes way for whoever has less', () => {
    const cluster = new TestCluster(ABC, { failover_timeout_ms: 300 }, ['promote-shortest'])
    cluster.isolate('C')
    cluster.put('A', 'k', 'v')
    cluster.crash('A')
    cluster.heal()
    cluster.advance(3000)
    expect(broken(cluster)).toContain('longest-log-leads')
  })

  it('ignore-token shows a session less than it wrote', () => {
    const cluster = new TestCluster(ABC, { failover: 'manual' }, ['ignore-token'])
    cluster.isolate('C')
    const written = cluster.put('A', 'k', 'v')()
    const { context } = written as { context: { session: string } }
    const read = cluster.ask('C', { f: 'get', key: 'k' }, { policy: 'session', context })
    expect(read()).toMatchObject({ status: 'ok', result: { value: null } })
  })
})
