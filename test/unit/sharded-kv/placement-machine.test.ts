import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { PlacementCommand } from '../../../src-node/protocols/sharded-kv/placement/commands'
import { emptyPlacement } from '../../../src-node/protocols/sharded-kv/placement/initial'
import { applyPlacement } from '../../../src-node/protocols/sharded-kv/placement/machine'
import { placementFromRows, placementToRows } from '../../../src-node/protocols/sharded-kv/placement/rows'
import type { PlacementState } from '../../../src-node/protocols/sharded-kv/placement/state'
import { isPlacementCommand, isPlacementRow } from '../../../src-node/protocols/sharded-kv/placement/well-formed'
import { applyAll, foundPlacement, nodeNames, planOf, SETTINGS } from './placement-setup'

const STRATEGIES = ['ring', 'modulo', 'rendezvous', 'jump', 'maglev', 'range', 'directory'] as const
const FOUND: PlacementCommand = { do: 'found', settings: { ...SETTINGS, strategy: 'range', shards: 8 }, nodes: nodeNames(3) }

const node = fc.constantFrom(...nodeNames(5))
const move = fc.integer({ min: 1, max: 12 })
const shard = fc.integer({ min: 0, max: 12 })
const key = fc.integer({ min: 0, max: 99 }).map((number) => `k${number}`)
const anyCommand: fc.Arbitrary<PlacementCommand> = fc.oneof(
  fc.record({ do: fc.constant('members' as const), members: fc.uniqueArray(node, { minLength: 1 }) }),
  fc.record({
    do: fc.constant('plan' as const),
    moves: fc.array(
      fc.record({
        shard: fc.integer({ min: 0, max: 9 }),
        from: node,
        to: node,
        reason: fc.constant('because'),
        pins: fc.boolean()
      }),
      { maxLength: 4 }
    )
  }),
  fc.record({ do: fc.constant('replace' as const), group: node, node, by: node, reason: fc.constant('because') }),
  fc.record({
    do: fc.constant('plan-ranges' as const),
    splits: fc.array(
      fc.record({
        shard,
        at: fc.option(key),
        by: fc.constantFrom('keys' as const, 'operations' as const),
        reason: fc.constant('')
      }),
      { maxLength: 2 }
    ),
    merges: fc.array(fc.record({ shard, with: shard, moves: shard, reason: fc.constant('') }), { maxLength: 4 })
  }),
  fc.record({ do: fc.constant('split-done' as const), change: move, at: key }),
  fc.record({ do: fc.constantFrom('merge-done' as const, 'kept' as const), change: move }),
  fc.record({ do: fc.constantFrom('moved' as const, 'cancel' as const, 'cancelled' as const), move }),
  fc.record({ do: fc.constantFrom('pause' as const, 'resume' as const), move: fc.option(move) }),
  fc.record({ do: fc.constant('set-rate' as const), kib: fc.nat() }),
  fc.record({ do: fc.constant('unpin' as const), shard: fc.integer({ min: 0, max: 9 }) })
)
const history = fc.array(anyCommand, { maxLength: 60 })

describe('the first map', () => {
  it.each(STRATEGIES)('gives every shard to a group under %s', (strategy) => {
    const { shards, groups } = foundPlacement(4, { strategy })
    expect(shards.size).toBe(64)
    for (const { group } of shards.values()) expect(groups.has(group)).toBe(true)
  })

  it('covers all hashes without gap or overlap, however many shards there are', () => {
    const ranges = [...foundPlacement(3, { shards: 7 }).shards.values()].map(({ range }) => range)
    expect(ranges[0]!.from).toBe(0)
    expect(ranges.at(-1)!.to).toBe(2 ** 32)
    for (const [at, { from }] of ranges.slice(1).entries()) expect(from).toBe(ranges[at]!.to)
  })

  it('cuts ranges for the keys that are expected', () => {
    const ranges = [...foundPlacement(3, { strategy: 'range', shards: 4, keys_expected: 1000 }).shards.values()]
    const bounds = ranges.map(({ range }) => [range.from, range.to])
    expect(bounds).toEqual([
      ['', 'k323'],
      ['k323', 'k549'],
      ['k549', 'k774'],
      ['k774', null]
    ])
  })

  it('puts each node in as many groups as there are copies', () => {
    const { groups } = foundPlacement(4, { copies: 3 })
    expect([...groups.values()].map(({ name, nodes }) => `${name}: ${nodes.join(' ')}`)).toEqual([
      'g1: n1 n2 n3',
      'g2: n2 n3 n4',
      'g3: n3 n4 n1',
      'g4: n4 n1 n2'
    ])
  })

  it('is founded once', () => {
    const state = foundPlacement(3)
    applyPlacement(state, { do: 'found', settings: { ...SETTINGS, strategy: 'modulo' }, nodes: nodeNames(5) })
    expect(state).toEqual(foundPlacement(3))
  })
})

describe('members that come and go', () => {
  it('bring a group of their own, and leave with it', () => {
    const state = applyAll([{ do: 'members', members: nodeNames(4) }], foundPlacement(3))
    expect(state.groups.get('n4')).toEqual({ name: 'n4', founders: ['n4'], nodes: ['n4'], since: 2, leaving: false })
    expect(state).toMatchObject({ epoch: 2, cause: 'n4 joined' })
    applyPlacement(state, { do: 'members', members: nodeNames(3) })
    // It owned nothing yet.
    expect(state.groups.has('n4')).toBe(false)
  })

  it('keep their group until its last shard is gone', () => {
    const state = applyAll([{ do: 'members', members: ['n1', 'n3'] }], foundPlacement(3, { shards: 4, strategy: 'modulo' }))
    expect(state.groups.get('n2')).toMatchObject({ leaving: true })
    expect([...state.shards.values()].filter(({ group }) => group === 'n2')).toHaveLength(1)
    applyPlacement(state, { do: 'plan', moves: [{ shard: 1, from: 'n2', to: 'n3', reason: '', pins: false }] })
    expect(state.groups.has('n2')).toBe(true)
    applyPlacement(state, { do: 'moved', move: 1 })
    expect(state.groups.has('n2')).toBe(false)
  })

  it('take back that they leave by joining again', () => {
    const before = foundPlacement(3)
    const state = applyAll(
      [
        { do: 'members', members: ['n1', 'n3'] },
        { do: 'members', members: nodeNames(3) }
      ],
      foundPlacement(3)
    )
    expect(state.groups).toEqual(before.groups)
    expect(state.epoch).toBe(3)
  })

  it('bring a group with the two that are in fewest, where shards have three copies', () => {
    const state = applyAll([{ do: 'members', members: nodeNames(5) }], foundPlacement(4, { copies: 3, groups: 2 }))
    expect(state.groups.get('g3')!.nodes).toEqual(['n5', 'n1', 'n4'])
  })

  it('are replaced in groups that others brought', () => {
    const state = applyAll([{ do: 'members', members: ['n1', 'n2', 'n4'] }], foundPlacement(4, { copies: 3 }))
    expect([...state.groups.values()].map(({ name, nodes, leaving }) => [name, nodes.join(' '), leaving])).toEqual([
      ['g1', 'n1 n2 n4', false],
      ['g2', 'n2 n4 n1', false],
      ['g3', 'n3 n4 n1', true],
      ['g4', 'n4 n1 n2', false]
    ])
  })

  it('have what was on its way to them cancelled', () => {
    const state = foundPlacement(3, { strategy: 'modulo' })
    applyPlacement(state, { do: 'plan', moves: [{ shard: 0, from: 'n1', to: 'n2', reason: '', pins: false }] })
    applyPlacement(state, { do: 'members', members: ['n1', 'n3'] })
    expect(state.moves.get(1)!.cancelled).toBe(true)
  })
})

describe('a move', () => {
  const PLAN: PlacementCommand = { do: 'plan', moves: [{ shard: 0, from: 'n1', to: 'n2', reason: '', pins: false }] }

  function planned(): PlacementState {
    return applyAll([PLAN], foundPlacement(3, { strategy: 'modulo' }))
  }

  it('makes the target the owner once it has the shard', () => {
    const state = applyAll([{ do: 'moved', move: 1 }], planned())
    expect(state.shards.get(0)).toMatchObject({ group: 'n2', epoch: 1, since: 2 })
    expect(state.moves.size).toBe(0)
  })

  it.each<[string, PlacementCommand]>([
    ['is under way already', PLAN],
    ['is elsewhere', { do: 'plan', moves: [{ shard: 2, from: 'n1', to: 'n2', reason: '', pins: false }] }],
    ['has nowhere to go', { do: 'plan', moves: [{ shard: 1, from: 'n2', to: 'n9', reason: '', pins: false }] }],
    ['is there', { do: 'plan', moves: [{ shard: 1, from: 'n2', to: 'n2', reason: '', pins: false }] }]
  ])('is not planned where the shard %s', (_, command) => {
    expect(applyAll([command], planned())).toEqual(planned())
  })

  it('ends where it began once its source has given it up, and the shard stays there', () => {
    const state = applyAll([{ do: 'cancel', move: 1 }], planned())
    expect(state.moves.get(1)!.cancelled).toBe(true)
    applyPlacement(state, { do: 'cancelled', move: 1 })
    expect(state.shards.get(0)).toMatchObject({ group: 'n1', pinned: true })
    expect(state.moves.size).toBe(0)
  })

  it('goes through although it was cancelled, where the shard had been handed over', () => {
    const state = applyAll(
      [
        { do: 'cancel', move: 1 },
        { do: 'moved', move: 1 },
        { do: 'cancelled', move: 1 }
      ],
      planned()
    )
    expect(state.shards.get(0)).toMatchObject({ group: 'n2', pinned: false })
  })

  it('ends as well where its source gives it up by itself: that alone can say that it will not hand the shard over', () => {
    const state = applyAll([{ do: 'cancelled', move: 1 }], planned())
    expect(state.moves.size).toBe(0)
    expect(state.shards.get(0)).toMatchObject({ group: 'n1', pinned: false })
  })
})

describe('the placement machine', () => {
  it('keeps one owner for each shard and one move at most, whatever it applies', () => {
    fc.assert(
      fc.property(history, (commands) => {
        const state = applyAll([FOUND])
        let epoch = state.epoch
        for (const command of commands) {
          applyPlacement(state, command)
          expect(state.epoch).toBeGreaterThanOrEqual(epoch)
          epoch = state.epoch
          expectSound(state)
        }
      })
    )
  })

  it('ends no merge while one of its shards still moves to the other', () => {
    const merge = { shard: 3, with: 4, moves: 4, reason: '' }
    const state = applyAll([FOUND, { do: 'plan-ranges', splits: [], merges: [merge] }, { do: 'merge-done', change: 2 }])
    expectSound(state)
    expect([state.shards.has(4), state.range_changes.size, state.moves.size]).toEqual([true, 1, 1])
    applyPlacement(state, { do: 'moved', move: 1 })
    applyPlacement(state, { do: 'merge-done', change: 2 })
    expect([state.shards.has(4), state.range_changes.size, state.moves.size]).toEqual([false, 0, 0])
  })

  it('comes to the same by the same commands, from a snapshot in between as well', () => {
    fc.assert(
      fc.property(history, history, (before, after) => {
        const whole = applyAll([FOUND, ...before, ...after])
        const rows = placementToRows(applyAll([FOUND, ...before]))
        expect(applyAll(after, placementFromRows(rows))).toEqual(whole)
        expect(placementToRows(applyAll(after, placementFromRows(rows)))).toEqual(placementToRows(whole))
        expect(rows.every(isPlacementRow)).toBe(true)
      })
    )
  })

  it('tells its commands and rows from anything else', () => {
    fc.assert(fc.property(anyCommand, (command) => isPlacementCommand(command)))
    expect(isPlacementCommand(FOUND)).toBe(true)
    for (const other of [null, 7, {}, { do: 'moved' }, { do: 'toString' }, { do: 'pause', move: 'all' }])
      expect(isPlacementCommand(other)).toBe(false)
    for (const other of [null, [], ['group', {}], ['constructor', {}]]) expect(isPlacementRow(other)).toBe(false)
    expect(placementToRows(emptyPlacement()).every(isPlacementRow)).toBe(true)
  })

  it('plans nothing for one that is paused', () => {
    const state = applyAll(
      [
        { do: 'members', members: nodeNames(4) },
        { do: 'pause', move: null }
      ],
      foundPlacement(3)
    )
    expect(planOf(state).moves).toEqual([])
    applyPlacement(state, { do: 'resume', move: null })
    expect(planOf(state).moves).not.toEqual([])
  })
})

function expectSound(state: PlacementState): void {
  const { shards, groups, moves, range_changes, last_move, members } = state
  for (const { group } of shards.values()) expect(groups.has(group)).toBe(true)
  const moving = [...moves.values()].map(({ shard }) => shard)
  expect(new Set(moving).size).toBe(moving.length)
  const changing = [...range_changes.values()].flatMap((change) =>
    change.do === 'merge' ? [change.shard, change.with] : [change.shard, change.into]
  )
  expect(new Set(changing).size).toBe(changing.length)
  const ranges = [...shards.values()].map(({ range }) => range)
  expect([ranges[0]!.from, ranges.at(-1)!.to]).toEqual(['', null])
  for (const [at, { from }] of ranges.slice(1).entries()) expect(from).toBe(ranges[at]!.to)
  for (const { id, shard, from, to, cancelled } of moves.values()) {
    expect(id).toBeLessThanOrEqual(last_move)
    expect(shards.get(shard)!.group).toBe(from)
    expect(cancelled || groups.get(to)!.leaving === false).toBe(true)
  }
  for (const member of members)
    expect([...groups.values()].some(({ nodes, leaving }) => nodes[0] === member && !leaving)).toBe(true)
}
