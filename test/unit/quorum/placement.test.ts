import { describe, expect, it } from 'vitest'
import { settingsFor } from '../../../src-node/protocols/quorum/settings'
import { placementAt } from '../../../src-node/protocols/quorum/placement'
import { rangeOf } from '../../../src-shared/protocols/quorum/placement'
import { ownRanges } from '../../../src-node/protocols/quorum/own-ranges'
import type { NodeId } from '../../../src-shared/ids'
import { description } from '../../../src-shared/protocols/quorum/description'
import { TestCluster } from './cluster'

const NODES = ['A', 'B', 'C', 'D', 'E']
const DEFAULTS = Object.fromEntries(
  Object.entries(description.parameters).map(([name, { default: value }]) => [name, value] as const)
)
const KEYS = Array.from({ length: 200 }, (_, i) => `k${i}`)
const put = (key: string, value: string) => ({ f: 'put', key, value }) as const
const get = (key: string) => ({ f: 'get', key }) as const

function replicasByKey(nodes: readonly NodeId[], placement: 'ring' | 'modulo'): (readonly NodeId[])[] {
  const settings = settingsFor(nodes, { ...DEFAULTS, placement })
  const { replicas } = placementAt([nodes], 0, settings)
  return KEYS.map((key) => replicas[rangeOf(key, settings)]!)
}

describe.each(['ring', 'modulo'] as const)('%s', (placement) => {
  it('gives every key N different replicas, the first of its preference list of all nodes', () => {
    const settings = settingsFor(NODES, { ...DEFAULTS, placement })
    const { preferences, replicas } = placementAt([NODES], 0, settings)
    for (const key of KEYS) {
      const range = rangeOf(key, settings)
      expect([...preferences[range]!].sort()).toEqual(NODES)
      expect(replicas[range]).toEqual(preferences[range]!.slice(0, 3))
    }
  })

  it('keeps N copies of each key and no more, whoever coordinates, and brings together what differs', () => {
    const cluster = new TestCluster({ nodes: NODES, parameters: { placement, read_repair: false, hinted_handoff: false } })
    cluster.isolate('C')
    for (const [i, key] of KEYS.entries()) cluster.ask(NODES[i % 5]!, put(key, '1'))
    cluster.cut.clear()
    cluster.advance(10_000)
    for (const key of KEYS) expect(NODES.filter((id) => cluster.state(id).store.rows.has(key)).length).toBeOneOf([0, 3])
    const written = KEYS.filter((key) => cluster.state('A').store.rows.has(key))
    expect(cluster.ask('E', get(written[0]!))()).toMatchObject({ result: { value: '1' } })
    expect(cluster.violations).toEqual([])
  })
})

describe('a ring', () => {
  it('lies on every node alike, in whichever order the nodes are listed', () => {
    expect(replicasByKey([...NODES].reverse(), 'ring')).toEqual(replicasByKey(NODES, 'ring'))
  })

  it('gives one that joins its part of the copies, and leaves the others where they are', () => {
    const [before, after] = [replicasByKey(NODES, 'ring'), replicasByKey([...NODES, 'F'], 'ring')]
    const moved = after.flatMap((now, key) => now.filter((node) => !before[key]!.includes(node)))
    expect(new Set(moved)).toEqual(new Set(['F']))
    expect(moved.length / (3 * KEYS.length)).toBeLessThan(2 / 6)
  })

  it('lets each node keep about N of so many parts of the ranges', () => {
    const cluster = new TestCluster({ nodes: NODES, parameters: { placement: 'ring', virtual_nodes: 100, ranges: 1000 } })
    for (const id of NODES) {
      const share = ownRanges(cluster.state(id)).length / 1000
      expect(Math.abs(share - 3 / 5)).toBeLessThan(0.15)
    }
  })

  it('rebuilds a lost disk from the other replicas of each range', () => {
    const cluster = new TestCluster({ nodes: NODES, parameters: { placement: 'ring', anti_entropy_ms: 0 } })
    for (const key of KEYS) cluster.ask('A', put(key, '1'))
    const kept = cluster.state('B').store.rows.size
    cluster.crash('B')
    cluster.replaceDisk('B')
    cluster.start('B')
    cluster.advance(3000)
    expect(kept).toBeGreaterThan(0)
    expect(cluster.state('B').store.rows.size).toBe(kept)
    expect(cluster.state('B').rebuilding.size).toBe(0)
  })
})
