/** The first map: a function of what the scenario sets and of the nodes that the run begins with, so that everybody knows it. */
import type { Parameters } from '../../../../src-shared/description/protocol-description'
import type { NodeId } from '../../../../src-shared/ids'
import { HASHES } from '../../../../src-shared/placement/hash'
import type { Strategy } from '../../../../src-shared/protocols/sharded-kv/parameters'
import { groupsAtStart } from './groups'
import type { PlacementState, Shard, ShardRange } from './state'
import { strategyOwners } from './strategies'

export type InitialSettings = {
  readonly strategy: Strategy
  readonly virtual_nodes: number
  readonly shards: number
  readonly copies: number
  /** 0: one for each node. */
  readonly groups: number
  readonly keys_expected: number
  readonly rate_kib: number
}

export function initialSettings(parameters: Parameters): InitialSettings {
  const number = (name: string): number => Number(parameters[name])
  return {
    strategy: parameters['placement'] as Strategy,
    virtual_nodes: number('virtual_nodes'),
    shards: number('shards'),
    copies: number('copies'),
    groups: number('groups'),
    keys_expected: number('keys_expected'),
    rate_kib: number('move_rate_kib')
  }
}

/** Nothing is placed yet. */
export function emptyPlacement(): PlacementState {
  return {
    epoch: 0,
    strategy: 'ring',
    virtual_nodes: 0,
    copies: 1,
    members: [],
    cause: '',
    groups: new Map(),
    shards: new Map(),
    moves: new Map(),
    range_changes: new Map(),
    last_move: 0,
    last_shard: 0,
    last_group: 0,
    paused: false,
    rate_kib: 0
  }
}

export function initialPlacement(settings: InitialSettings, nodes: readonly NodeId[]): PlacementState {
  const { strategy, virtual_nodes, copies, rate_kib } = settings
  const groups = groupsAtStart(nodes, copies, settings.groups)
  const placed = { strategy, virtual_nodes, groups: new Map(groups.map((group) => [group.name, group])) }
  const ranges = strategy === 'range' ? keyRanges(settings.shards, settings.keys_expected) : hashRanges(settings.shards)
  const unplaced = ranges.map((range, id): Shard => {
    return { id, range, group: groups[id % groups.length]!.name, epoch: 0, since: 1, pinned: false }
  })
  const owners = strategyOwners(placed, unplaced)
  return {
    ...emptyPlacement(),
    ...placed,
    epoch: 1,
    copies,
    members: nodes,
    shards: new Map(unplaced.map((shard) => [shard.id, { ...shard, group: owners.get(shard.id) ?? shard.group }])),
    last_shard: ranges.length - 1,
    last_group: groups.length,
    rate_kib
  }
}

/** Equal parts of all hashes. */
function hashRanges(count: number): ShardRange[] {
  const boundary = (at: number): number => Math.ceil((at * HASHES) / count)
  return Array.from({ length: count }, (_, at) => ({ by: 'hash', from: boundary(at), to: boundary(at + 1) }))
}

/** Ranges with about equally many of the keys k1, k2 … that are expected. */
function keyRanges(count: number, keys_expected: number): ShardRange[] {
  const keys = Array.from({ length: keys_expected }, (_, i) => `k${i + 1}`).sort()
  const starts = Array.from({ length: count }, (_, at) => (at === 0 ? '' : keys[Math.floor((at * keys.length) / count)]!))
  const distinct = [...new Set(starts)]
  return distinct.map((from, at) => ({ by: 'key', from, to: distinct[at + 1] ?? null }))
}
