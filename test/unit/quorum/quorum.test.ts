import { ReadAnswered, WriteAcknowledged } from '../../../src-shared/protocols/quorum/facts'
import { describe, expect, it } from 'vitest'
import type { QuorumMessage } from '../../../src-node/protocols/quorum/messages'
import { TestCluster } from './cluster'

const NODES = ['A', 'B', 'C']
const put = (key: string, value: string) => ({ f: 'put', key, value }) as const
const get = (key: string) => ({ f: 'get', key }) as const
const ok = { status: 'ok' } as const
const QUIET = { anti_entropy_ms: 0, hinted_handoff: false }

describe('writes and reads', () => {
  it('are acknowledged by W replicas, each with the write on its disk', () => {
    const cluster = new TestCluster({ nodes: NODES, parameters: QUIET })
    for (const id of ['B', 'C']) cluster.node(id).is_disk_slow = true
    const reply = cluster.ask('A', put('x', '7'))
    expect(reply()).toBeUndefined()
    cluster.sync('B')
    cluster.input('B')
    expect(reply()).toMatchObject(ok)
    const told = cluster.events.find((event) => WriteAcknowledged.is(event))
    expect(told?.data).toMatchObject({ needed: 2, stored_by: ['A', 'B'] })
  })

  it('read the newest of R answers and repair who is behind before they answer', () => {
    const cluster = new TestCluster({ nodes: NODES, parameters: QUIET })
    cluster.ask('A', put('x', '3'))
    cluster.isolate('C')
    cluster.ask('A', put('x', '7'))
    cluster.cut.clear()
    expect(cluster.row('C', 'x')).toContain('x=3')
    cluster.isolate('B')
    expect(cluster.ask('C', get('x'))()).toMatchObject({ ...ok, result: { value: '7' } })
    expect(cluster.row('C', 'x')).toContain('x=7')
    expect(cluster.state('C').counters.repairs).toBe(1)
    const told = cluster.events.find((event) => ReadAnswered.is(event))
    expect(told?.data).toMatchObject({ key: 'x', answered_by: expect.arrayContaining(['A', 'C']) })
  })

  it('end as unknown, or as rejected, when too few replicas answer', () => {
    const cluster = new TestCluster({ nodes: NODES, parameters: QUIET })
    cluster.isolate('A')
    const [write, read] = [cluster.ask('A', put('x', '1')), cluster.ask('A', get('x'))]
    cluster.advance(600)
    expect([write()?.status, read()?.status]).toEqual(['unknown', 'rejected'])
    expect(cluster.ask('A', put('x', '2'), 'one')()).toMatchObject(ok)
  })

  it('write a repeated request once', () => {
    const cluster = new TestCluster({ nodes: NODES, parameters: QUIET })
    const request = { request: 9, session: 's', sequence: 1, operation: put('x', '1') }
    cluster.input('A', { kind: 'request', request })
    const before = cluster.row('A', 'x')
    cluster.now_us += 1000
    cluster.input('A', { kind: 'request', request: { ...request, request: 10 } })
    expect(cluster.row('A', 'x')).toBe(before)
  })

  it('keep N of the nodes for each key, whoever coordinates', () => {
    const nodes = ['A', 'B', 'C', 'D', 'E']
    const cluster = new TestCluster({ nodes, parameters: QUIET })
    for (const coordinator of nodes) expect(cluster.ask(coordinator, put(`k${coordinator}`, '1'))()).toMatchObject(ok)
    for (const coordinator of nodes) {
      expect(nodes.filter((id) => cluster.state(id).store.rows.has(`k${coordinator}`))).toHaveLength(3)
      expect(cluster.ask('C', get(`k${coordinator}`))()).toMatchObject({ result: { value: '1' } })
    }
  })

  it('are refused where they need one order of all writes', () => {
    const cluster = new TestCluster({ nodes: NODES })
    expect(cluster.ask('A', { f: 'append', key: 'x', value: '1' })()).toMatchObject({ status: 'rejected' })
  })
})

describe('a restart', () => {
  it.each([1, 10_000])('finds rows and hints again (a snapshot every %i records)', (snapshot_every_records) => {
    const cluster = new TestCluster({ nodes: NODES, parameters: { anti_entropy_ms: 0, snapshot_every_records } })
    cluster.isolate('C')
    cluster.ask('A', put('x', '1'))
    cluster.advance(200)
    cluster.crash('A')
    cluster.start('A')
    expect(cluster.row('A', 'x')).toContain('x=1')
    expect(quorumHints(cluster, 'A')).toEqual(['x'])
    cluster.cut.clear()
    cluster.advance(600)
    expect(cluster.row('C', 'x')).toContain('x=1')
    expect(quorumHints(cluster, 'A')).toEqual([])
    expect(cluster.violations).toEqual([])
  })

  it('loses what was not synced, which nobody was told of', () => {
    const cluster = new TestCluster({ nodes: NODES, parameters: QUIET })
    cluster.node('A').is_disk_slow = true
    const reply = cluster.ask('A', put('x', '1'), 'all')
    cluster.crash('A')
    cluster.start('A')
    expect(reply()).toBeUndefined()
    expect(cluster.row('A', 'x')).toBe('x missing')
  })
})

const quorumHints = (cluster: TestCluster, id: string) =>
  [...cluster.state(id).hints.values()].flatMap((hints) => [...hints.keys()])

describe('hinted handoff', () => {
  it('keeps nothing for the coordinator itself, however slow its own disk is', () => {
    const cluster = new TestCluster({ nodes: NODES, parameters: { anti_entropy_ms: 0, sloppy_quorum: true } })
    cluster.isolate('C')
    cluster.node('A').is_disk_slow = true
    const reply = cluster.ask('A', put('x', '1'))
    cluster.advance(400)
    expect([...cluster.state('A').hints.keys()]).toEqual(['C'])
    // Its copy first, and then what it has told since.
    cluster.sync('A')
    cluster.sync('A')
    expect(reply()).toMatchObject(ok)
  })

  it('takes a hint back when the replica answers late', () => {
    const cluster = new TestCluster({ nodes: NODES, parameters: { anti_entropy_ms: 0 } })
    cluster.node('C').is_disk_slow = true
    cluster.ask('A', put('x', '1'), 'all')
    cluster.advance(150)
    expect(quorumHints(cluster, 'A')).toEqual(['x'])
    cluster.sync('C')
    cluster.input('C')
    expect(quorumHints(cluster, 'A')).toEqual([])
  })

  it('at a coordinator that is a replica is no second disk, however sloppy the quorum', () => {
    const cluster = new TestCluster({ nodes: NODES, parameters: { anti_entropy_ms: 0, sloppy_quorum: true } })
    cluster.isolate('A')
    const reply = cluster.ask('A', put('x', '1'))
    cluster.advance(200)
    expect(quorumHints(cluster, 'A')).toEqual(['x', 'x'])
    expect(reply()).toBeUndefined()
  })
})

describe('anti-entropy', () => {
  it('brings replicas together that nothing else does, and then moves nothing', () => {
    const parameters = { anti_entropy_ms: 100, hinted_handoff: false, read_repair: false }
    const cluster = new TestCluster({ nodes: NODES, parameters })
    cluster.isolate('C')
    for (let i = 0; i < 20; i++) cluster.ask('A', put(`k${i}`, 'v'))
    cluster.cut.clear()
    expect(cluster.state('C').store.rows.size).toBe(0)
    cluster.advance(300)
    expect(cluster.state('C').store.rows.size).toBe(20)
    const moved = () => NODES.reduce((sum, id) => sum + cluster.state(id).counters.rows_moved, 0)
    const before = moved()
    cluster.advance(1000)
    expect(moved()).toBe(before)
  })
})

describe('anti-entropy of more than fits into a message', () => {
  it.each(['A', 'C'])('goes on where the last comparison ended, whoever begins (%s)', (beginner) => {
    const nodes = ['A', 'C']
    const parameters = { replicas: 2, write_quorum: 1, hinted_handoff: false, read_repair: false, anti_entropy_ms: 60_000 }
    const cluster = new TestCluster({ nodes, parameters })
    cluster.isolate('C')
    for (let i = 0; i < 2400; i++) cluster.ask('A', put(`k${i}`, 'v'))
    cluster.cut.clear()
    for (let i = 0; i < 6; i++) cluster.input(beginner, { kind: 'timer', timer: 'anti-entropy' })
    expect(cluster.state('C').store.rows.size).toBe(2400)
  })
})

describe('tombstones', () => {
  it('outlive the replicas that missed the delete only for their grace period, where they wait for nobody', () => {
    const parameters = { ...QUIET, tombstone_grace_ms: 500, tombstones_wait: false }
    const cluster = new TestCluster({ nodes: NODES, parameters })
    cluster.ask('A', put('x', '1'))
    cluster.isolate('C')
    cluster.ask('A', { f: 'delete', key: 'x' })
    cluster.advance(300)
    expect(cluster.row('A', 'x')).toContain('x deleted')
    cluster.advance(1000)
    expect(cluster.row('A', 'x')).toBe('x missing')
    cluster.cut.clear()
    expect(cluster.ask('A', get('x'), 'all')()).toMatchObject({ result: { value: '1' } })
  })
})

describe('vectors', () => {
  const parameters = { ...QUIET, versions: 'vector' }

  it.each([10_000, 1])('give no count again that was forgotten with a tombstone (snapshots every %d records)', (every) => {
    const forgetful = { ...parameters, tombstone_grace_ms: 500, tombstones_wait: false, snapshot_every_records: every }
    const cluster = new TestCluster({ nodes: NODES, parameters: forgetful })
    cluster.ask('A', put('x', 'old'))
    cluster.ask('A', { f: 'delete', key: 'x' }, undefined, '[1,0,0]')
    cluster.crash('C')
    cluster.advance(2000)
    expect(['A', 'B'].map((id) => cluster.row(id, 'x'))).toEqual(['x missing', 'x missing'])
    cluster.crash('A')
    cluster.start('A')
    expect(cluster.ask('A', put('x', 'new'))()).toMatchObject(ok)
    // C still has the tombstone, and must not take the new write for what was deleted.
    cluster.start('C')
    expect(cluster.ask('B', get('x'), 'all')()).toMatchObject({ result: { value: 'new' } })
  })

  it('keep blind writes side by side until a client that has read both writes', () => {
    const cluster = new TestCluster({ nodes: NODES, parameters })
    cluster.ask('A', put('x', '1'))
    cluster.ask('A', put('x', '2'))
    const read = cluster.ask('B', get('x'))()
    expect(read).toMatchObject({ result: { siblings: ['1', '2'] }, context: { key: '[2,0,0]' } })
    expect(cluster.ask('B', put('x', '3'), undefined, '[2,0,0]')()).toMatchObject({ context: { key: '[2,1,0]' } })
    expect(cluster.ask('C', get('x'))()).toMatchObject({ result: { value: '3' } })
  })

  it('send writes to a replica, which alone knows what came before', () => {
    const cluster = new TestCluster({ nodes: ['A', 'B', 'C', 'D', 'E'], parameters })
    const replies = ['A', 'B', 'C', 'D', 'E'].map((id) => cluster.ask(id, put('x', id))()!.status)
    expect(replies.filter((status) => status === 'redirect')).toHaveLength(2)
  })
})

describe('invariants', () => {
  it('see a replica go back to an older version', () => {
    const cluster = new TestCluster({ nodes: NODES, parameters: QUIET, switches: ['merge-not-commutative'] })
    cluster.ask('A', put('x', 'old'))
    const row = cluster.state('A').store.rows.get('x')!
    cluster.now_us += 1000
    cluster.ask('A', put('x', 'new'))
    cluster.input('B', { kind: 'message', from: 'C', message: { type: 'store', as_of_us: cluster.now_us, id: 1, key: 'x', row } })
    expect(cluster.violations).toEqual([expect.stringMatching(/^newest-kept: B had c:2’s x/)])
  })

  it('see versions that supersede each other side by side', () => {
    const cluster = new TestCluster({
      nodes: NODES,
      parameters: { ...QUIET, versions: 'vector' },
      switches: ['merge-not-commutative']
    })
    const version = { value: '1', at_us: 1, slot: 0, count: 1, seen: [0, 0, 0], operation: 'c:1' }
    const row = [version, { ...version, count: 2, seen: [1, 0, 0], operation: 'c:2' }]
    cluster.input('B', { kind: 'message', from: 'A', message: { type: 'store', as_of_us: 1, id: 1, key: 'x', row } })
    expect(cluster.violations).toEqual([expect.stringMatching(/^siblings-concurrent: B keeps/)])
  })
})

describe('malformed messages', () => {
  const bad: unknown[] = [
    { type: 'nonsense' },
    { type: 'store', as_of_us: 1, id: -1, key: 'x', row: [] },
    { type: 'store', id: 1, key: 'x', row: [] },
    { type: 'store', as_of_us: 1, id: 1, key: 'x', row: [{ value: 1 }] },
    {
      type: 'store',
      as_of_us: 1,
      id: 1,
      key: 'x',
      row: [{ value: 'v', at_us: 1, slot: 2_000_000, count: 0, seen: [], operation: 'c:1' }]
    },
    { type: 'found', id: 1, row: null },
    { type: 'tree', range: 9, level: 0, hashes: [] },
    { type: 'tree', range: 0, level: 3, hashes: [] },
    { type: 'tree', range: 0, level: 0, hashes: [[1]] },
    { type: 'rows', as_of_us: 1, range: 0, leaves: [1000], rows: [], answer: true },
    { type: 'rows', as_of_us: 1, range: 0, leaves: [], rows: [['x']], answer: true },
    { type: 'handed-off', key: 'x' },
    { type: 'hint', as_of_us: 1, id: 1, to: 3, key: 'x', row: [] },
    { type: 'hint', as_of_us: 1, id: 1, to: 'C', key: 'x', row: [{ value: 1 }] },
    { type: 'hinted' },
    { type: 'repaired', id: 1 },
    { type: 'bury', as_of_us: 1, rows: [['x']] },
    { type: 'bury', rows: [] },
    { type: 'buried', hashes: [[1, 1]] }
  ]

  it.each(bad.map((message) => [JSON.stringify(message), message]))('%s is ignored', (_, message) => {
    const cluster = new TestCluster({ nodes: NODES })
    cluster.input('A', { kind: 'message', from: 'B', message: message as QuorumMessage })
    expect(cluster.notes).toEqual(['A ignores a malformed message from B'])
  })
})
