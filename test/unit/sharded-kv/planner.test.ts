import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { applyPlacement } from '../../../src-node/protocols/sharded-kv/placement/machine'
import type { PlacementState } from '../../../src-node/protocols/sharded-kv/placement/state'
import { applyAll, foundPlacement, loadsOf, nodeNames, ownedBy, planOf, rebalance } from './placement-setup'

const HASHED = ['ring', 'modulo', 'rendezvous', 'jump', 'maglev'] as const
const LEVELLED = ['range', 'directory'] as const

/** The owner of each shard. */
function ownersOf({ shards }: PlacementState): Map<number, string> {
  return new Map([...shards].map(([id, { group }]) => [id, group]))
}

function withMembers(state: PlacementState, members: readonly string[]): PlacementState {
  return applyAll([{ do: 'members', members }], state)
}

describe('what moves when a node joins', () => {
  it.each(HASHED)('is each shard that %s places elsewhere, once', (strategy) => {
    const state = foundPlacement(4, { strategy })
    const before = ownersOf(state)
    const moved = rebalance(withMembers(state, nodeNames(5)))
    expect(ownersOf(state)).toEqual(ownersOf(foundPlacement(5, { strategy })))
    const elsewhere = [...ownersOf(state)].filter(([id, group]) => before.get(id) !== group).map(([id]) => id)
    expect(moved.map(({ shard }) => shard).sort((a, b) => a - b)).toEqual(elsewhere)
  })

  it('is N in N + 1 shards under modulo, and about one in N + 1 on the ring', () => {
    const shareMoved = (strategy: 'modulo' | 'ring', nodes: number): number => {
      const state = withMembers(foundPlacement(nodes, { strategy, shards: 840, virtual_nodes: 200 }), nodeNames(nodes + 1))
      return rebalance(state, { moves_at_once: 16 }).length / 840
    }
    // 840 shards are a multiple of each product.
    expect([3, 4, 5].map((nodes) => shareMoved('modulo', nodes))).toEqual([3 / 4, 4 / 5, 5 / 6])
    for (const nodes of [3, 4, 5]) expect(Math.abs(shareMoved('ring', nodes) * (nodes + 1) - 1)).toBeLessThan(0.3)
  })

  it.each(['ring', 'rendezvous', 'jump'] as const)('goes to the newcomer alone under %s', (strategy) => {
    const moved = rebalance(withMembers(foundPlacement(4, { strategy }), nodeNames(5)))
    expect(moved.length).toBeGreaterThan(0)
    for (const { to } of moved) expect(to).toBe('n5')
  })

  it.each(LEVELLED)('is enough for the newcomer to be near the mean under %s, and no more', (strategy) => {
    const state = withMembers(foundPlacement(3, { strategy, shards: 48 }), nodeNames(4))
    const moved = rebalance(state)
    // The mean is 12 shards: all have between 80 % and 120 % of that.
    const owned = Object.values(ownedBy(state))
    expect(Math.min(...owned)).toBeGreaterThanOrEqual(9)
    expect(Math.max(...owned)).toBeLessThanOrEqual(15)
    expect(moved.length).toBeLessThanOrEqual(12)
  })
})

describe('what moves when a node leaves', () => {
  it.each([...HASHED, ...LEVELLED])('is all that it has under %s, until its group is gone', (strategy) => {
    const state = withMembers(foundPlacement(4, { strategy }), ['n1', 'n2', 'n4'])
    const moved = rebalance(state)
    expect([...state.groups.keys()]).toEqual(['n1', 'n2', 'n4'])
    expect(ownedBy(state)).not.toHaveProperty('n3')
    // The others number the groups anew, or fill a table anew.
    if (!['modulo', 'jump', 'maglev'].includes(strategy)) for (const { from } of moved) expect(from).toBe('n3')
  })

  it('comes before whatever else is to move', () => {
    const { moves } = planOf(withMembers(foundPlacement(4, { strategy: 'modulo' }), ['n1', 'n2', 'n4']))
    expect(moves[0]!.from).toBe('n3')
  })

  it('is nothing when nobody stays', () => {
    expect(planOf(withMembers(foundPlacement(2), [])).moves).toEqual([])
  })
})

describe('shards that may lie anywhere', () => {
  it('stay where they are while nobody is far off the mean', () => {
    const state = foundPlacement(3, { strategy: 'directory', shards: 12 })
    expect(
      planOf(
        state,
        loadsOf(state, (shard) => (shard % 3 === 0 ? 115 : 100))
      ).moves
    ).toEqual([])
  })

  it('move from whoever has too much, the smallest that is enough', () => {
    const state = foundPlacement(3, { strategy: 'directory', shards: 12 })
    const keys = [300, 100, 100, 160, 100, 100, 90, 100, 100, 50, 100, 100]
    const { moves } = planOf(
      state,
      loadsOf(state, (shard) => keys[shard]!)
    )
    expect(moves).toEqual([
      { shard: 9, from: 'n1', to: 'n2', reason: 'n1 has 43 % of the keys, 1.3 times the mean', pins: false }
    ])
  })

  it('are levelled by operations where that is asked for', () => {
    const state = foundPlacement(2, { strategy: 'directory', shards: 4 })
    const loads = loadsOf(state)
    const busy = [...loads.get('n1')!.shards].map(([id, load]) => [id, { ...load, operations_s: 50 }] as const)
    loads.set('n1', { ...loads.get('n1')!, shards: new Map(busy) })
    expect(planOf(state, loads).moves).toEqual([])
    expect(planOf(state, loads, { balance_by: 'operations' }).moves).toMatchObject([{ from: 'n1', to: 'n2' }])
  })

  it('stay where no move would help: one shard has nearly all', () => {
    const state = foundPlacement(2, { strategy: 'directory', shards: 2 })
    expect(
      planOf(
        state,
        loadsOf(state, (shard) => (shard === 0 ? 1000 : 10))
      ).moves
    ).toEqual([])
  })

  it('come to rest, however uneven they are', () => {
    const keys = fc.array(fc.nat(1000), { minLength: 16, maxLength: 16 })
    fc.assert(
      fc.property(keys, fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 6 }), (keys, before, after) => {
        const state = withMembers(foundPlacement(before, { strategy: 'directory', shards: 16 }), nodeNames(after))
        const moved = rebalance(state, { keysOf: (shard) => keys[shard]! })
        expect(moved.length).toBeLessThanOrEqual(32)
        expect([...state.groups.keys()]).toEqual(nodeNames(after))
      })
    )
  })
})

describe('moves at once', () => {
  it('are never more than allowed for a source or a target, those under way included', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 4 }), fc.constantFrom(...HASHED, ...LEVELLED), (moves_at_once, strategy) => {
        const state = withMembers(foundPlacement(4, { strategy }), ['n1', 'n3', 'n4', 'n5', 'n6'])
        for (let round = 0; round < 10; round++) {
          applyPlacement(state, { do: 'plan', moves: planOf(state, loadsOf(state), { moves_at_once }).moves })
          for (const side of ['from', 'to'] as const) {
            const groups = [...state.moves.values()].map((move) => move[side])
            for (const group of groups)
              expect(groups.filter((other) => other === group).length).toBeLessThanOrEqual(moves_at_once)
          }
          const first = [...state.moves.keys()][0]
          if (first !== undefined) applyPlacement(state, { do: 'moved', move: first })
        }
      })
    )
  })

  it('begin for groups alone that have reported lately', () => {
    const state = withMembers(foundPlacement(3), nodeNames(4))
    const loads = loadsOf(state)
    loads.set('n1', { ...loads.get('n1')!, heard_us: -1_000_000 })
    const { moves, waits_for } = planOf(state, loads)
    expect(moves.map(({ from }) => from)).not.toContain('n1')
    expect(waits_for).toEqual(['n1'])
    loads.delete('n4')
    expect(planOf(state, loads)).toMatchObject({ moves: [], waits_for: ['n1', 'n4'] })
  })

  it('are none where shards move by hand alone', () => {
    const state = withMembers(foundPlacement(3), nodeNames(4))
    expect(planOf(state, loadsOf(state), { rebalance: false }).moves).toEqual([])
  })
})

describe('a shard that an operator wants somewhere', () => {
  it('stays there until that group leaves', () => {
    const state = foundPlacement(3, { strategy: 'modulo' })
    applyAll(
      [
        { do: 'plan', moves: [{ shard: 0, from: 'n1', to: 'n3', reason: 'moved by hand', pins: true }] },
        { do: 'moved', move: 1 }
      ],
      state
    )
    expect(rebalance(state)).toEqual([])
    rebalance(withMembers(state, ['n1', 'n2']))
    expect(state.shards.get(0)!.group).toBe('n1')
  })

  it('goes back where it belongs once it is left to the strategy', () => {
    const state = foundPlacement(3, { strategy: 'modulo' })
    applyAll(
      [
        { do: 'plan', moves: [{ shard: 0, from: 'n1', to: 'n3', reason: 'moved by hand', pins: true }] },
        { do: 'moved', move: 1 }
      ],
      state
    )
    applyPlacement(state, { do: 'unpin', shard: 0 })
    expect(rebalance(state)).toMatchObject([{ shard: 0, to: 'n1', reason: '0 modulo 3 is the place of n1' }])
  })
})

describe('the reason of a move', () => {
  it.each([
    ['ring', /^n4 joined: the ring gives shard \d+ to n4$/],
    ['modulo', /^n4 joined: \d+ modulo 4 is the place of n\d$/],
    ['rendezvous', /^n4 joined: n4 scores highest for shard \d+$/],
    ['jump', /^n4 joined: among 4 groups shard \d+ jumps to n4$/],
    ['maglev', /^n4 joined: Maglev’s table gives shard \d+ to n\d$/],
    ['directory', /^n4 joined: n1 has 34 % of the keys, 1.4 times the mean$/]
  ] as const)('names who joined, and the rule of %s', (strategy, reason) => {
    for (const move of planOf(withMembers(foundPlacement(3, { strategy }), nodeNames(4))).moves)
      expect(move.reason).toMatch(reason)
  })

  it.each([
    ['ring', /^n2 leaves: the ring gives shard \d+ to n\d$/],
    ['directory', /^n2 leaves: n\d has the fewest keys$/]
  ] as const)('names who leaves, and the rule of %s', (strategy, reason) => {
    for (const move of planOf(withMembers(foundPlacement(3, { strategy }), ['n1', 'n3'])).moves)
      expect(move.reason).toMatch(reason)
  })
})
