import { describe, expect, it } from 'vitest'
import type { EventBody, LabEvent } from '../../../src-shared/events'
import { Hints, WriteAcknowledged } from '../../../src-shared/protocols/quorum/facts'
import { WriteQuorum } from '../../../src-node/protocols/quorum/invariants/write-quorum'
import { TestCluster } from './cluster'

const put = (key: string, value: string) => ({ f: 'put', key, value }) as const
const ok = { status: 'ok' } as const
const quorumHints = (cluster: TestCluster, id: string) =>
  [...cluster.state(id).hints.values()].flatMap((hints) => [...hints.keys()])

describe('stand-ins', () => {
  /** On the ring the replicas of y are C, D and E; A and B come next. */
  const RING = ['A', 'B', 'C', 'D', 'E']
  const sloppy = { anti_entropy_ms: 0, read_repair: false, sloppy_quorum: true }
  const down = (cluster: TestCluster, ...ids: string[]) => ids.forEach((id) => cluster.crash(id))
  const claim = (cluster: TestCluster) => cluster.events.find((event) => WriteAcknowledged.is(event))?.data

  it.each([
    [true, 'ok'],
    [false, undefined]
  ] as const)('count towards W only in a sloppy quorum (%s)', (sloppy_quorum, status) => {
    const cluster = new TestCluster({ nodes: RING, parameters: { ...sloppy, sloppy_quorum } })
    down(cluster, 'D', 'E')
    const reply = cluster.ask('C', put('y', '1'))
    cluster.advance(99)
    expect(reply()).toBeUndefined()
    cluster.advance(1)
    expect(reply()?.status).toBe(status)
    expect(['A', 'B'].map((id) => [...cluster.state(id).hints.keys()])).toEqual([['D'], ['E']])
    expect(cluster.violations).toEqual([])
  })

  it('vouch for a hint no sooner than it is on their disks', () => {
    const cluster = new TestCluster({ nodes: RING, parameters: sloppy })
    down(cluster, 'D', 'E')
    for (const id of ['A', 'B']) cluster.node(id).is_disk_slow = true
    const reply = cluster.ask('C', put('y', '1'))
    cluster.advance(150)
    expect(reply()).toBeUndefined()
    cluster.sync('B')
    cluster.input('B')
    expect(reply()).toMatchObject(ok)
    expect(claim(cluster)).toMatchObject({ stored_by: ['C'], hinted_for: ['E'], hinted_by: ['B'] })
  })

  it('that are silent too give way to the next on the ring, and each is one disk', () => {
    const cluster = new TestCluster({ nodes: RING, parameters: sloppy })
    down(cluster, 'A', 'E')
    const reply = cluster.ask('C', put('y', '1'), 'all')
    cluster.advance(100)
    expect(reply()).toBeUndefined()
    cluster.advance(100)
    expect(reply()).toMatchObject(ok)
    expect(claim(cluster)).toMatchObject({ stored_by: ['C', 'D'], hinted_for: ['E'], hinted_by: ['B'] })
  })

  it('include a coordinator that is no replica, once its hint is on disk', () => {
    const cluster = new TestCluster({ nodes: RING, parameters: sloppy })
    down(cluster, 'D', 'E', 'B')
    cluster.node('A').is_disk_slow = true
    const reply = cluster.ask('A', put('y', '1'))
    cluster.advance(100)
    expect(claim(cluster)).toBeUndefined()
    cluster.sync('A')
    cluster.sync('A')
    expect(reply()).toMatchObject(ok)
    expect(claim(cluster)).toMatchObject({ stored_by: ['C'], hinted_for: ['D'], hinted_by: ['A'] })
  })

  it('hand over by themselves, also after a restart, though the coordinator is gone for good', () => {
    const cluster = new TestCluster({ nodes: RING, parameters: sloppy })
    down(cluster, 'E')
    cluster.ask('C', put('y', '1'))
    cluster.advance(150)
    down(cluster, 'A', 'C')
    cluster.start('A')
    cluster.start('E')
    cluster.advance(600)
    expect(cluster.row('E', 'y')).toContain('y=1')
    expect(quorumHints(cluster, 'A')).toEqual([])
    expect(cluster.violations).toEqual([])
  })

  it('that nobody hears of leave the hint to the coordinator before it gives up', () => {
    const cluster = new TestCluster({ nodes: RING, parameters: { ...sloppy, hint_after_ms: 300 } })
    down(cluster, 'A', 'B', 'E')
    cluster.ask('C', put('y', '1'))
    cluster.advance(499)
    expect(quorumHints(cluster, 'C')).toEqual([])
    cluster.advance(1)
    expect([...cluster.state('C').hints.keys()]).toEqual(['E'])
  })

  it('keep nothing for a node that is no replica, and nothing of what is theirs', () => {
    const cluster = new TestCluster({ nodes: RING })
    const row = [{ value: '1', at_us: 1, slot: 2, count: 0, seen: [], operation: 'c:1' }]
    for (const [id, to] of [
      ['A', 'B'],
      ['A', 'Z'],
      ['C', 'D']
    ] as const) {
      cluster.input(id, {
        kind: 'message',
        from: 'E',
        message: { type: 'hint', as_of_us: cluster.now_us, id: 1, to, key: 'y', row }
      })
      expect(quorumHints(cluster, id)).toEqual([])
    }
  })

  it('that vouch for what they do not have on disk are found out', () => {
    const version = { operation: 'c:1', at_us: 5, slot: 2, count: 0, seen: [], deleted: false }
    const named = { key: 'y', version, needed: 2, stored_by: [], hinted_for: ['D', 'E'], operation: 'c:1' }
    const watch = new WriteQuorum()
    const tell = (t: number, event: EventBody) => watch.observe({ ...event, t, seq: t } as LabEvent)
    expect(tell(0, { kind: 'invoke', client: 'c', op: 1, operation: put('y', '1') })).toBeNull()
    expect(tell(1, WriteAcknowledged.of('C', { ...named, hinted_by: ['A', 'A'] }))?.text).toContain('1 of 2 disks')
    expect(tell(2, Hints.of('A', { all: false, hints: [{ to: 'D', key: 'y', versions: [version] }] }))).toBeNull()
    expect(tell(3, WriteAcknowledged.of('C', { ...named, hinted_by: ['A', 'B'] }))).toBeNull()
    expect(tell(4, { kind: 'ok', client: 'c', op: 1, result: {}, latency_us: 1, node: 'C' })).toBeNull()
    expect(tell(5, { kind: 'sample', node: 'A', values: {} })).toBeNull()
    expect(tell(6, { kind: 'sample', node: 'B', values: {} })?.text).toContain('B did not have a hint of it for E on disk')
  })
})
