import { describe, expect, it } from 'vitest'
import type { NodeId } from '../../../src-shared/ids'
import type { QuorumMessage } from '../../../src-node/protocols/quorum/messages'
import { preferenceList } from '../../../src-node/protocols/quorum/core'
import { rangeOf } from '../../../src-shared/protocols/quorum/placement'
import { TestCluster } from './cluster'

const NODES = ['A', 'B', 'C']
const put = (key: string, value: string) => ({ f: 'put', key, value }) as const
const get = (key: string) => ({ f: 'get', key }) as const
const remove = (key: string) => ({ f: 'delete', key }) as const
/** What carries a row may be 1 s old, and tombstones are kept for 2 s after all replicas have them. */
const parameters = { anti_entropy_ms: 0, tombstone_grace_ms: 2000, hint_after_ms: 50, handoff_ms: 400 }

const ghost = { value: 'ghost', at_us: 1, slot: 1, count: 0, seen: [], operation: 'c:0' }
const row = [ghost]
const range = rangeOf('x', { placement: 'modulo', tokens: null, ranges: NODES.length })
const ROW_MESSAGES: readonly ((as_of_us: number) => QuorumMessage)[] = [
  (as_of_us) => ({ type: 'store', as_of_us, id: 1, key: 'x', row }),
  (as_of_us) => ({ type: 'repair', as_of_us, id: 1, key: 'x', row }),
  (as_of_us) => ({ type: 'hand-off', as_of_us, key: 'x', row }),
  (as_of_us) => ({ type: 'rows', as_of_us, range, leaves: [], rows: [['x', row]], answer: true }),
  (as_of_us) => ({ type: 'bury', as_of_us, rows: [['x', row]] })
]

describe('what carries a row', () => {
  it.each(ROW_MESSAGES.map((row_message) => [row_message(0).type, row_message] as const))(
    '%s is refused when it is too old',
    (_, row_message) => {
      const cluster = new TestCluster({ nodes: NODES, parameters })
      const deliver = (as_of_us: number) => cluster.input('A', { kind: 'message', from: 'B', message: row_message(as_of_us) })
      deliver(cluster.now_us - 1_000_001)
      expect(cluster.row('A', 'x')).toBe('x missing')
      expect(cluster.messages).toEqual([])
      deliver(cluster.now_us - 1_000_000)
      expect(cluster.row('A', 'x')).toContain('x=ghost')
    }
  )

  it('may be as old as a request may take, however short the grace', () => {
    const cluster = new TestCluster({ nodes: NODES, parameters: { ...parameters, tombstone_grace_ms: 1 } })
    const message = ROW_MESSAGES[0]!(cluster.now_us - 500_000)
    cluster.input('A', { kind: 'message', from: 'B', message })
    expect(cluster.row('A', 'x')).toContain('x=ghost')
  })

  it('is vouched for, however old it is, when the row is there already', () => {
    const cluster = new TestCluster({ nodes: NODES, parameters })
    cluster.ask('A', put('x', 'new'), 'all')
    cluster.input('A', { kind: 'message', from: 'B', message: ROW_MESSAGES[0]!(-10_000_000) })
    expect(cluster.messages.at(-1)).toBe('A>B stored #1')
    expect(cluster.row('A', 'x')).toContain('x=new')
  })
})

describe('hints', () => {
  it.each(['A', 'B'])('are dropped when they have become too old, also across a restart of %s', (restarted) => {
    const cluster = new TestCluster({ nodes: NODES, parameters })
    cluster.crash('C')
    cluster.ask('A', put('x', 'ghost'))
    cluster.advance(60)
    expect(cluster.state('A').hints.size).toBe(1)
    cluster.crash(restarted)
    cluster.now_us += 1_100_000
    cluster.start(restarted)
    cluster.start('C')
    cluster.advance(500)
    expect(cluster.state('A').hints.size).toBe(0)
    expect(cluster.row('C', 'x')).toBe('x missing')
    expect(cluster.notes).toContainEqual(expect.stringMatching(/A drops its hint for C, which has become too old/))
  })

  it('are as old as the write, wherever they have been kept', () => {
    const ring = ['A', 'B', 'C', 'D', 'E']
    const cluster = new TestCluster({ nodes: ring, parameters })
    const [coordinator, silent, , fallback] = preferenceList(cluster.state('A'), 'x') as [NodeId, NodeId, NodeId, NodeId]
    cluster.crash(silent)
    cluster.ask(coordinator, put('x', '1'))
    const written_us = cluster.now_us
    cluster.advance(60)
    const hint = cluster.state(fallback).hints.get(silent)?.get('x')
    expect(hint?.as_of_us).toBe(written_us)
  })
})

describe('a deletion', () => {
  it.each(['timestamp', 'vector'])('is remembered until a replica that missed it has it (%s)', (versions) => {
    const cluster = new TestCluster({ nodes: NODES, parameters: { ...parameters, versions } })
    const token = cluster.ask('A', put('x', 'ghost'), 'all')()
    cluster.crash('C')
    cluster.advance(10)
    cluster.ask('A', remove('x'), undefined, token?.status === 'ok' ? token.context?.key : undefined)
    cluster.advance(60_000)
    expect(cluster.row('A', 'x')).toContain('x deleted')
    cluster.start('C')
    expect(cluster.ask('C', get('x'), 'one')()).toMatchObject({ result: { value: 'ghost' } })
    cluster.advance(10_000)
    expect(NODES.map((id) => cluster.row(id, 'x'))).toEqual(NODES.map(() => 'x missing'))
    expect(cluster.ask('C', get('x'), 'one')()).toMatchObject({ result: { value: null } })
    expect(cluster.violations).toEqual([])
  })

  it('that this node has forgotten is no news, nor is what it deleted', () => {
    const cluster = new TestCluster({ nodes: NODES, parameters })
    cluster.ask('A', put('x', 'ghost'), 'all')
    const [old] = cluster.state('B').store.rows.get('x')!
    cluster.advance(10)
    cluster.ask('A', remove('x'), 'all')
    const [tombstone] = cluster.state('B').store.rows.get('x')!
    cluster.advance(10_000)
    for (const version of [old!, tombstone!]) {
      const message = { type: 'store', as_of_us: cluster.now_us, id: 1, key: 'x', row: [version] } as const
      cluster.input('A', { kind: 'message', from: 'B', message })
      expect(cluster.row('A', 'x')).toBe('x missing')
      expect(cluster.messages.at(-1)).toBe('A>B stored #1')
    }
    cluster.ask('A', put('x', 'new'))
    expect(cluster.row('A', 'x')).toContain('x=new')
  })

  it('of a key with one replica is forgotten after its grace', () => {
    const cluster = new TestCluster({ nodes: NODES, parameters: { ...parameters, replicas: 1 } })
    for (const id of NODES) cluster.ask(id, remove('x'))
    cluster.advance(5_000)
    expect(NODES.map((id) => cluster.row(id, 'x'))).toEqual(NODES.map(() => 'x missing'))
  })

  it('stays forgotten when the others forget it at other times, restarts included', () => {
    const cluster = new TestCluster({ nodes: NODES, parameters: { ...parameters, anti_entropy_ms: 100 } })
    cluster.ask('A', put('x', 'ghost'), 'all')
    cluster.ask('A', remove('x'), 'all')
    for (let i = 0; i < 6; i++) {
      cluster.advance(700)
      cluster.crash(NODES[i % 3]!)
      cluster.start(NODES[i % 3]!)
    }
    cluster.advance(20_000)
    expect(NODES.map((id) => cluster.row(id, 'x'))).toEqual(NODES.map(() => 'x missing'))
    const moved = cluster.messages.length
    cluster.advance(1000)
    expect(cluster.messages.slice(moved).filter((line) => !line.includes('tree'))).toEqual([])
  })
})
