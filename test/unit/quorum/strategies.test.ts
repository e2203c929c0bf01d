import { describe, expect, it } from 'vitest'
import { placementAt } from '../../../src-node/protocols/quorum/placement'
import { rangeOf } from '../../../src-shared/protocols/quorum/placement'
import type { Settings } from '../../../src-node/protocols/quorum/settings'
import { settingsFor } from '../../../src-node/protocols/quorum/settings'
import type { NodeId } from '../../../src-shared/ids'
import { hash32 } from '../../../src-shared/placement/hash'
import { createConsistentHashing } from '../../../src-shared/placement/consistent-hashing'
import { RING_STRATEGIES } from '../../../src-shared/protocols/quorum/choices'
import { description } from '../../../src-shared/protocols/quorum/description'

const NODES = ['A', 'B', 'C', 'D', 'E']
const DEFAULTS = Object.fromEntries(
  Object.entries(description.parameters).map(([name, { default: value }]) => [name, value] as const)
)
const KEYS = Array.from({ length: 200 }, (_, i) => `k${i}`)
const settingsOf = (ring_strategy: string): Settings => settingsFor(NODES, { ...DEFAULTS, placement: 'ring', ring_strategy })

/** The owner and the copies of each range, and how many of them are another node's after the change. */
function change(ring_strategy: string, ...later: NodeId[][]) {
  const settings = settingsOf(ring_strategy)
  const history = [NODES, ...later]
  const [before, after] = [placementAt(history, 0, settings), placementAt(history, later.length, settings)]
  const owners = after.preferences.filter(([owner], range) => owner !== before.preferences[range]![0])
  const copies = after.replicas.flatMap((now, range) => now.filter((node) => !before.replicas[range]!.includes(node)))
  return { ranges: settings.ranges, owners: owners.map(([owner]) => owner!), copies, after }
}

describe.each(RING_STRATEGIES)('%s', (strategy) => {
  it('gives every range a preference list of all nodes, each once', () => {
    const { preferences } = placementAt([NODES], 0, settingsOf(strategy))
    for (const list of preferences) expect([...list].sort()).toEqual(NODES)
  })

  it('keeps the ranges and their names when a node joins, which gets its ranges from all others', () => {
    const joined = change(strategy, [...NODES, 'F'])
    expect(new Set(joined.owners)).toEqual(new Set(['F']))
    expect(joined.after.names).toEqual(placementAt([NODES], 0, settingsOf(strategy)).names)
    expect(new Set(joined.after.names).size).toBe(joined.ranges)
  })

  it('spreads the ranges of a node that leaves', () => {
    const left = change(strategy, NODES.slice(0, 4))
    expect(left.after.preferences.flat()).not.toContain('E')
    expect(new Set(left.owners).size).toBeGreaterThan(2)
  })
})

describe('random tokens', () => {
  it('place each key as a ring of the nodes’ tokens does', () => {
    const settings = settingsOf('random-tokens')
    const { preferences } = placementAt([NODES], 0, settings)
    const ring = createConsistentHashing(
      NODES.map((id) => ({ id })),
      { virtual_nodes: settings.virtual_nodes }
    )
    expect(settings.ranges).toBe(NODES.length * settings.virtual_nodes)
    for (const key of KEYS) expect(preferences[rangeOf(key, settings)]).toEqual(ring.ownersAt(hash32(key), NODES.length))
  })
})

describe('even ranges', () => {
  it('are owned by all nodes alike, and no more of them change hands than that takes', () => {
    const { ranges, owners, after } = change('even-ranges', [...NODES, 'F'])
    const owned = [...NODES, 'F'].map((node) => after.preferences.filter(([owner]) => owner === node).length)
    expect(Math.max(...owned) - Math.min(...owned)).toBeLessThanOrEqual(1)
    expect(owners.length).toBe(owned.at(-1))
    const gone = change('even-ranges', NODES.slice(0, 4))
    const owned_before = placementAt([NODES], 0, settingsOf('even-ranges')).preferences.filter(([owner]) => owner === 'E').length
    expect(gone.owners.length).toBe(owned_before)
    expect(ranges).toBe(64)
  })

  it('depend on who had them before, and are alike on all who know the history', () => {
    const settings = settingsOf('even-ranges')
    const again = placementAt([NODES, NODES.slice(0, 4), [...NODES]], 2, settings)
    const copy = placementAt(structuredClone([NODES, NODES.slice(0, 4), NODES]), 2, settings)
    expect(again.preferences).toEqual(copy.preferences)
    expect(again.preferences).not.toEqual(placementAt([NODES], 0, settings).preferences)
  })
})
