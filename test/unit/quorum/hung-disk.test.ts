import { WriteAcknowledged } from '../../../src-shared/protocols/quorum/facts'
import { describe, expect, it } from 'vitest'
import { TestCluster } from './cluster'

const NODES = ['A', 'B', 'C']
const put = (key: string, value: string) => ({ f: 'put', key, value }) as const
const get = (key: string) => ({ f: 'get', key }) as const
const parameters = { anti_entropy_ms: 0, hinted_handoff: false }

/** C missed the newest write, and some disk hangs from now on. */
function staleC(hung: string): TestCluster {
  const cluster = new TestCluster({ nodes: NODES, parameters })
  cluster.ask('A', put('x', 'old'), 'all')
  cluster.isolate('C')
  cluster.now_us += 1000
  cluster.ask('A', put('x', 'new'))
  cluster.cut.clear()
  cluster.node(hung).is_disk_slow = true
  return cluster
}

describe('a replica whose disk hangs', () => {
  it('does not hold up a read that it coordinates, though its own copy is stale', () => {
    const cluster = staleC('C')
    expect(cluster.ask('C', get('x'))()).toMatchObject({ status: 'ok', result: { value: 'new' } })
  })

  it('does not hold up reads of others, though its repair does not end', () => {
    const cluster = staleC('C')
    for (const id of ['A', 'B']) expect(cluster.ask(id, get('x'))()).toMatchObject({ result: { value: 'new' } })
  })

  it('does not count as one of R before its repair is on its disk', () => {
    const cluster = staleC('C')
    cluster.crash('B')
    const reply = cluster.ask('A', get('x'))
    expect(reply()).toBeUndefined()
    // Its answer, and then the repair.
    cluster.sync('C')
    cluster.input('C')
    expect(cluster.row('C', 'x')).toContain('x=new')
    expect(reply()).toBeUndefined()
    cluster.sync('C')
    cluster.input('C')
    expect(reply()).toMatchObject({ result: { value: 'new' } })
  })

  it('does not answer with what is not on its disk yet, not even to itself', () => {
    const cluster = new TestCluster({ nodes: NODES, parameters })
    cluster.node('A').is_disk_slow = true
    cluster.isolate('A')
    cluster.ask('A', put('x', 'unsafe'), 'one')
    const read = cluster.ask('A', get('x'), 'one')
    expect(read()).toBeUndefined()
    cluster.sync('A')
    expect(read()).toMatchObject({ result: { value: 'unsafe' } })
  })

  it('does not hold up a write that it coordinates, nor the news that one failed', () => {
    const cluster = new TestCluster({ nodes: NODES, parameters })
    cluster.node('A').is_disk_slow = true
    expect(cluster.ask('A', put('x', '1'))()).toMatchObject({ status: 'ok' })
    const all = cluster.ask('A', put('x', '2'), 'all')
    cluster.advance(600)
    expect(all()).toMatchObject({ status: 'unknown' })
  })

  it('is stood in for like any other, though it coordinates', () => {
    const ring = ['A', 'B', 'C', 'D', 'E']
    const cluster = new TestCluster({ nodes: ring, parameters: { anti_entropy_ms: 0, sloppy_quorum: true, write_quorum: 3 } })
    const owner = ring.find((id) => cluster.ask(id, put('x', id)) && cluster.state(id).store.rows.has('x'))!
    cluster.node(owner).is_disk_slow = true
    const reply = cluster.ask(owner, put('x', 'new'))
    cluster.advance(150)
    expect(reply()).toMatchObject({ status: 'ok' })
    expect(cluster.events.filter((event) => WriteAcknowledged.is(event)).at(-1)?.data).toMatchObject({ hinted_for: [owner] })
  })

  it('counts what a repair brought only when it has that row, not an earlier repair', () => {
    const cluster = staleC('C')
    cluster.crash('B')
    const reply = cluster.ask('A', get('x'))
    cluster.input('A', { kind: 'message', from: 'C', message: { type: 'repaired', id: cluster.state('A').next_id - 1, hash: 7 } })
    expect(reply()).toBeUndefined()
  })
})
