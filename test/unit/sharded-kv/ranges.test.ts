/** Splits and merges as the placement service plans and keeps them. */
import { describe, expect, it } from 'vitest'
import { SHARDS_MAX } from '../../../src-shared/protocols/sharded-kv/parameters'
import type { PlacementCommand, PlannedMerge, PlannedSplit } from '../../../src-node/protocols/sharded-kv/placement/commands'
import type { ShardLoad } from '../../../src-node/protocols/sharded-kv/placement/loads'
import type { Report } from '../../../src-node/protocols/sharded-kv/placement/messages'
import { operatorCommand } from '../../../src-node/protocols/sharded-kv/placement/operator'
import { planRanges, refuse } from '../../../src-node/protocols/sharded-kv/placement/range-planner'
import type { RangeSettings, Refusals } from '../../../src-node/protocols/sharded-kv/placement/range-planner'
import { ordersFor, takeReport } from '../../../src-node/protocols/sharded-kv/placement/reports'
import type { PlacementState } from '../../../src-node/protocols/sharded-kv/placement/state'
import { applyAll, foundPlacement, loadsOf } from './placement-setup'

const SPLIT: PlannedSplit = { shard: 1, at: null, by: 'keys', reason: 'because' }
const MERGE: PlannedMerge = { shard: 1, with: 2, moves: 2, reason: 'because' }

/** Ranges 0 … of n1, n2, n1 …, for keys k1 to k99. */
function ranges(shards = 4, nodes = 2): PlacementState {
  return foundPlacement(nodes, { strategy: 'range', shards, keys_expected: 99 })
}

function planned(splits: readonly PlannedSplit[], merges: readonly PlannedMerge[], state = ranges()): PlacementState {
  return applyAll([{ do: 'plan-ranges', splits, merges }], state)
}

/** `0:n1 k1:n2`: where each range begins, and its owner. */
function placesOf({ shards }: PlacementState): string {
  return [...shards.values()].map(({ id, range, group }) => `${id}:${range.from}:${group}`).join(' ')
}

function reportOf(group: string, changes: Report['groups'][number]['changes']): Report {
  return { type: 'report', epoch: 1, groups: [{ group, shards: [], moves: [], changes }] }
}

describe('a split', () => {
  it('makes two neighbours of a range once its group has said where it is, in a map of a new epoch', () => {
    const state = planned([SPLIT], [])
    expect([state.epoch, state.shards.size]).toEqual([1, 4])
    expect(state.range_changes.get(1)).toEqual({ ...SPLIT, do: 'split', id: 1, group: 'n2', into: 4 })
    const before = placesOf(state)
    const done = takeReport(state, new Map(), 'n2', reportOf('n2', [{ change: 1, outcome: 'done', at: 'k40' }]), 0)
    applyAll(done, state)
    expect(before).toBe('0::n1 1:k31:n2 2:k54:n1 3:k77:n2')
    expect(placesOf(state)).toBe('0::n1 1:k31:n2 4:k40:n2 2:k54:n1 3:k77:n2')
    expect([state.epoch, state.range_changes.size]).toEqual([2, 0])
    for (const shard of [1, 4]) expect(state.shards.get(shard)!.epoch).toBe(1)
  })

  it.each<[string, PlacementState, PlannedSplit]>([
    ['is by hash', foundPlacement(2, { shards: 4 }), SPLIT],
    ['is no more', ranges(), { ...SPLIT, shard: 9 }],
    ['has no such key', ranges(), { ...SPLIT, at: 'k9' }],
    ['begins there', ranges(), { ...SPLIT, at: 'k31' }],
    ['ends there', ranges(), { ...SPLIT, at: 'k54' }],
    ['is split already', planned([SPLIT], []), SPLIT],
    ['is merged', planned([], [MERGE]), SPLIT],
    ['moves', applyAll([{ do: 'plan', moves: [moveOf(1, 'n2', 'n1')] }], ranges()), SPLIT]
  ])('is not begun where the shard %s', (_, state, split) => {
    const before = state.range_changes.size
    expect(planned([split], [], state).range_changes.size).toBe(before)
  })

  it('is not begun once there are as many shards as there may be', () => {
    const state = ranges()
    for (let id = 4; id < SHARDS_MAX; id++) state.shards.set(id, { ...state.shards.get(3)!, id })
    expect(planned([SPLIT], [], state).range_changes.size).toBe(0)
  })

  it('keeps the shard where it is until it is made', () => {
    const state = applyAll([{ do: 'plan', moves: [moveOf(1, 'n2', 'n1')] }], planned([SPLIT], []))
    expect(state.moves.size).toBe(0)
  })

  it('is ordered from the group that owns the shard, and from nobody else', () => {
    const state = planned([SPLIT], [])
    expect(ordersFor(state, new Map(), reportOf('n2', [])).changes).toEqual([...state.range_changes.values()])
    expect(ordersFor(state, new Map(), reportOf('n1', [])).changes).toEqual([])
    expect(takeReport(state, new Map(), 'n1', reportOf('n1', [{ change: 1, outcome: 'done', at: 'k40' }]), 0)).toEqual([])
  })

  it('is over where the group leaves the shard as it is', () => {
    const state = planned([SPLIT], [])
    applyAll(takeReport(state, new Map(), 'n2', reportOf('n2', [{ change: 1, outcome: 'kept', at: null }]), 0), state)
    expect([state.range_changes.size, placesOf(state)]).toEqual([0, placesOf(ranges())])
  })
})

describe('a merge', () => {
  const SPLIT_DONE: PlacementCommand[] = [
    { do: 'plan-ranges', splits: [SPLIT], merges: [] },
    { do: 'split-done', change: 1, at: 'k40' }
  ]

  it('of two ranges of one group undoes a split', () => {
    const state = applyAll(SPLIT_DONE, ranges())
    planned([], [{ shard: 1, with: 4, moves: 4, reason: '' }], state)
    applyAll([{ do: 'merge-done', change: 2 }], state)
    expect(placesOf(state)).toBe(placesOf(ranges()))
    expect([state.epoch, state.shards.get(1)!.range]).toEqual([3, ranges().shards.get(1)!.range])
  })

  it('waits for the range that has to come from another group', () => {
    const state = planned([], [MERGE])
    expect([...state.moves.values()]).toMatchObject([
      { id: 1, shard: 2, from: 'n1', to: 'n2', reason: 'to be merged with shard 1' }
    ])
    expect(ordersFor(state, new Map(), reportOf('n2', [])).changes).toEqual([])
    applyAll([{ do: 'moved', move: 1 }], state)
    expect(ordersFor(state, new Map(), reportOf('n2', [])).changes).toMatchObject([{ do: 'merge', id: 2, shard: 1, with: 2 }])
  })

  it('is given up where that does not come', () => {
    const state = applyAll([{ do: 'cancelled', move: 1 }], planned([], [MERGE]))
    expect([state.moves.size, state.range_changes.size]).toEqual([0, 0])
  })

  it.each<[string, PlacementState, PlannedMerge]>([
    ['are no neighbours', ranges(), { ...MERGE, with: 3 }],
    ['are so the other way round', ranges(), { ...MERGE, shard: 2, with: 1 }],
    ['are split', planned([{ ...SPLIT, shard: 2 }], []), MERGE],
    ['would meet at a group that leaves', applyAll([{ do: 'members', members: ['n1'] }], ranges()), MERGE]
  ])('is not begun where the ranges %s', (_, state, merge) => {
    const before = state.range_changes.size
    expect(planned([], [merge], state).range_changes.size).toBe(before)
  })
})

describe('what is split and merged by itself', () => {
  const SETTINGS: RangeSettings = {
    rebalance: true,
    moves_at_once: 1,
    down_after_us: 10_000_000,
    split_keys: 100,
    split_bytes: 0,
    split_operations_s: 0,
    merge_keys: 0
  }
  const NOW_US = 5_000_000

  /** By shard what is not as usual: 50 keys with 500 bytes, never asked for. */
  function planOf(
    given: Readonly<Record<number, Partial<ShardLoad>>>,
    settings: Partial<RangeSettings> = {},
    state = ranges(),
    refusals: Refusals = new Map()
  ) {
    const loads = new Map(
      [...loadsOf(state, () => 50)].map(([group, load]) => {
        const shards = [...load.shards].map(([id, shard]) => [id, { ...shard, ...given[id] }] as const)
        return [group, { ...load, shards: new Map(shards) }]
      })
    )
    return planRanges(state, loads, refusals, NOW_US, { ...SETTINGS, ...settings })
  }

  it.each<[string, Partial<ShardLoad>, Partial<RangeSettings>, string]>([
    ['keys', { keys: 101 }, {}, '101 keys, more than 100'],
    ['bytes', { bytes: 900 }, { split_bytes: 800 }, '900 bytes, more than 800'],
    ['operations', { operations_s: 70.4 }, { split_operations_s: 60 }, '70 operations a second, more than 60']
  ])('is a range with too many %s', (by, load, settings, reason) => {
    expect(planOf({ 2: load }, settings).splits).toEqual([{ shard: 2, at: null, by, reason }])
    expect(planOf({}, settings).splits).toEqual([])
  })

  it('is nothing where the scenario sets no bounds, nor while moves are paused', () => {
    const many = { 2: { keys: 1000, bytes: 10_000, operations_s: 1000 } }
    expect(planOf(many, { split_keys: 0 }).splits).toEqual([])
    expect(planOf(many, { rebalance: false }).splits).toEqual([])
    expect(planOf(many, {}, applyAll([{ do: 'pause', move: null }], ranges())).splits).toEqual([])
  })

  it('is no range whose load has not been measured for long', () => {
    const young = { operations_s: 100, measured_us: 500_000 }
    expect(planOf({ 2: young }, { split_operations_s: 60 }).splits).toEqual([])
  })

  it('is one range of each group at a time', () => {
    const many = { 0: { keys: 200 }, 1: { keys: 200 }, 2: { keys: 200 } }
    expect(planOf(many).splits.map(({ shard }) => shard)).toEqual([0, 1])
    expect(planOf(many, {}, planned([SPLIT], [])).splits.map(({ shard }) => shard)).toEqual([0])
  })

  it('is for a while no range that its group would not split', () => {
    const [state, refusals]: [PlacementState, Refusals] = [planned([SPLIT], []), new Map()]
    refuse(refusals, state, 1, NOW_US)
    applyAll([{ do: 'kept', change: 1 }], state)
    expect(planOf({ 1: { keys: 200 } }, {}, state, refusals).splits).toEqual([])
    expect(planOf({ 1: { keys: 200 } }, {}, state, new Map([[1, NOW_US]])).splits).toHaveLength(1)
  })

  it('are neighbours with few keys together: the smaller goes to the greater', () => {
    const few = { 1: { keys: 12 }, 2: { keys: 8 } }
    const reason = 'shards 1 and 2 have 20 keys together, at most 20'
    expect(planOf(few, { merge_keys: 20 }).merges).toEqual([{ shard: 1, with: 2, moves: 2, reason }])
    expect(planOf(few, { merge_keys: 19 }).merges).toEqual([])
    expect(planOf({ 1: { keys: 8 }, 2: { keys: 12 } }, { merge_keys: 20 }).merges).toMatchObject([{ moves: 1 }])
  })

  it.each<[string, Readonly<Record<number, Partial<ShardLoad>>>, Partial<RangeSettings>]>([
    ['have more than half of the keys that are split', { 1: { keys: 30 }, 2: { keys: 21 } }, { merge_keys: 90 }],
    [
      'have more than half of the load that is split',
      { 1: { keys: 1, operations_s: 31 }, 2: { keys: 1 } },
      { split_operations_s: 60 }
    ],
    ['have not been measured for long', { 1: { keys: 1, measured_us: 0 }, 2: { keys: 1 } }, {}]
  ])('are no neighbours that %s', (_, loads, settings) => {
    expect(planOf(loads, { merge_keys: 20, ...settings }).merges).toEqual([])
  })

  it('does not make a group move more than it may for a merge', () => {
    const state = applyAll([{ do: 'plan', moves: [moveOf(0, 'n1', 'n2')] }], ranges())
    expect(planOf({ 1: { keys: 2 }, 2: { keys: 1 } }, { merge_keys: 20 }, state).merges).toEqual([])
    expect(planOf({ 1: { keys: 2 }, 2: { keys: 1 } }, { merge_keys: 20, moves_at_once: 2 }, state).merges).toHaveLength(1)
  })
})

describe('an operator', () => {
  const state = planned([{ ...SPLIT, shard: 3 }], [])

  it.each([
    ['split-shard', { shard: 1 }, [{ shard: 1, at: null, by: 'keys', reason: 'split by hand' }], []],
    ['split-shard', { shard: 1, at: 'k40' }, [{ shard: 1, at: 'k40', by: 'keys', reason: 'split by hand' }], []],
    ['merge-shards', { shard: 1 }, [], [{ shard: 1, with: 2, moves: 2, reason: 'merged by hand' }]]
  ])('has %s %o done', (command, given, splits, merges) => {
    expect(operatorCommand(state, command, given)).toEqual({ do: 'plan-ranges', splits, merges })
  })

  it.each([
    ['split-shard', { shard: 9 }, 'there is no shard 9'],
    ['split-shard', { shard: 1, at: 'k99' }, '"k99" is no boundary within shard 1'],
    ['split-shard', { shard: 3 }, 'shard 3 is under way'],
    ['merge-shards', { shard: 2 }, 'shard 3 is under way'],
    ['merge-shards', { shard: 3 }, 'no range follows on shard 3']
  ])('is told why %s %o cannot be done', (command, given, refused) => {
    expect(operatorCommand(state, command, given)).toEqual({ refused })
  })

  it('splits ranges of keys alone', () => {
    expect(operatorCommand(foundPlacement(2), 'split-shard', { shard: 1 })).toEqual({
      refused: 'only ranges of keys are split'
    })
  })
})

function moveOf(shard: number, from: string, to: string) {
  return { shard, from, to, reason: '', pins: false }
}
