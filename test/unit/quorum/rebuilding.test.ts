import { describe, expect, it } from 'vitest'
import type { QuorumMessage } from '../../../src-node/protocols/quorum/messages'
import { TestCluster } from './cluster'

const NODES = ['A', 'B', 'C']
const put = (key: string, value: string) => ({ f: 'put', key, value }) as const
const get = (key: string) => ({ f: 'get', key }) as const
const parameters = { anti_entropy_ms: 0, hinted_handoff: false }

/** A and C have `new`, B has `old`; then C's disk is lost, or is what it was when it had `old` as well. */
function replacedC(disk: 'lost' | 'older', more: { switches?: string[]; versions?: string } = {}): TestCluster {
  const { switches = [], versions = 'timestamp' } = more
  const cluster = new TestCluster({ nodes: NODES, parameters: { ...parameters, versions }, switches })
  cluster.ask('A', put('x', 'old'), 'all')
  const backup = structuredClone({ snapshot: cluster.node('C').snapshot, records: cluster.node('C').records })
  cluster.isolate('B')
  cluster.now_us += 1000
  cluster.ask('A', put('x', 'new'), undefined, '[1,0,0]')
  cluster.crash('C')
  cluster.replaceDisk('C', disk === 'older' ? backup : undefined)
  cluster.cut.clear()
  return cluster
}

describe('a node whose disk is another one', () => {
  it.each(['lost', 'older'] as const)('takes no part in reads before it has what the others have (%s)', (disk) => {
    const cluster = replacedC(disk)
    cluster.crash('A')
    cluster.start('C')
    const missing = [cluster.ask('B', get('x')), cluster.ask('C', get('x'))]
    cluster.advance(5000)
    expect(missing.map((reply) => reply()?.status)).toEqual(['rejected', 'rejected'])
    cluster.start('A')
    cluster.advance(2000)
    expect(cluster.row('C', 'x')).toContain('x=new')
    cluster.crash('A')
    expect(cluster.ask('C', get('x'))()).toMatchObject({ result: { value: 'new' } })
  })

  it('answers with what it no longer has where its disk is trusted', () => {
    const cluster = replacedC('older', { switches: ['trust-restored-disk'] })
    cluster.crash('A')
    cluster.start('C')
    expect(cluster.ask('B', get('x'))()).toMatchObject({ result: { value: 'old' } })
  })

  it('forgets what was on it, a hint as well as a value that was deleted since', () => {
    const cluster = replacedC('older')
    cluster.start('C')
    expect(cluster.row('C', 'x')).toBe('x missing')
    cluster.crash('C')
    cluster.start('C')
    expect(cluster.row('C', 'x')).toBe('x missing')
  })

  it('is still rebuilding after a restart in the middle, and rebuilt after one at the end', () => {
    const cluster = replacedC('lost')
    cluster.start('C')
    cluster.crash('C')
    cluster.start('C')
    expect(cluster.state('C').rebuilding.size).toBe(3)
    cluster.advance(2000)
    cluster.crash('C')
    cluster.start('C')
    expect(cluster.state('C').rebuilding.size).toBe(0)
    expect(cluster.row('C', 'x')).toContain('x=new')
  })

  it('does not rebuild from one that is rebuilding itself', () => {
    const cluster = replacedC('lost')
    cluster.crash('B')
    cluster.replaceDisk('B')
    cluster.start('B')
    cluster.start('C')
    cluster.advance(5000)
    expect(['B', 'C'].map((id) => cluster.state(id).rebuilding.size)).toEqual([3, 3])
    expect(cluster.ask('C', get('x'), 'one')()).toMatchObject({ result: { value: 'new' } })
  })

  it('keeps writes and vouches for them meanwhile', () => {
    const cluster = replacedC('lost')
    cluster.start('C')
    cluster.crash('B')
    expect(cluster.ask('C', put('y', '1'))()).toMatchObject({ status: 'ok' })
  })

  it('is another coordinator: no count of a vector is given out twice', () => {
    const cluster = new TestCluster({ nodes: NODES, parameters: { ...parameters, versions: 'vector' } })
    cluster.ask('A', put('x', 'first'), 'all')
    cluster.crash('A')
    cluster.replaceDisk('A')
    cluster.start('A')
    cluster.ask('A', put('x', 'blind'))
    const read = cluster.ask('B', get('x'))()
    expect(read).toMatchObject({ result: { siblings: ['first', 'blind'] }, context: { key: '[1,0,0,1]' } })
    cluster.ask('B', put('x', 'both'), undefined, '[1,0,0,1]')
    expect(cluster.ask('C', get('x'))()).toMatchObject({ result: { value: 'both' } })
    expect(cluster.violations).toEqual([])
  })

  it('takes in pages in their order, and none twice', () => {
    const cluster = new TestCluster({ nodes: NODES, parameters: { ...parameters, read_quorum: 3, write_quorum: 3 } })
    for (let i = 0; i < 2500; i++) cluster.ask('A', put(`k${i}`, 'v'))
    cluster.crash('C')
    cluster.replaceDisk('C')
    cluster.start('C')
    const stray: QuorumMessage = { type: 'fetched', as_of_us: cluster.now_us, range: 0, after: 'k9', rows: [], is_last: true }
    cluster.advance(1000)
    cluster.input('C', { kind: 'message', from: 'B', message: stray })
    cluster.advance(3000)
    expect(cluster.state('C').store.rows.size).toBe(2500)
    expect(cluster.state('C').rebuilding.size).toBe(0)
  })

  it('is sent no more by each of the others than the throttle lets through', () => {
    const move_rate_kib = 8
    const cluster = new TestCluster({ nodes: NODES, parameters: { ...parameters, move_rate_kib } })
    for (let i = 0; i < 1000; i++) cluster.ask('A', put(`k${i}`, 'v'))
    cluster.crash('C')
    cluster.replaceDisk('C')
    cluster.start('C')
    const { counters } = cluster.state('C')
    let seconds = 0
    for (; cluster.state('C').rebuilding.size > 0 && seconds < 60; seconds++) {
      cluster.advance(1000)
      const chunks = 2 * 16_384
      expect(counters.bytes_fetched).toBeLessThanOrEqual(2 * move_rate_kib * 1024 * (seconds + 1) + chunks)
    }
    expect(seconds).toBeGreaterThan(5)
    expect(cluster.state('C').store.rows.size).toBe(1000)
  })

  it('does not count in operations that began before its disk was lost', () => {
    const cluster = new TestCluster({ nodes: NODES, parameters })
    cluster.isolate('B')
    cluster.isolate('C')
    const reply = cluster.ask('A', put('x', '1'))
    const id = cluster.state('A').next_id - 1
    cluster.now_us += 500_001
    cluster.input('A', { kind: 'message', from: 'C', message: { type: 'stored', id } })
    expect(reply()).toBeUndefined()
  })
})
