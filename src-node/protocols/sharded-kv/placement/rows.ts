/** The state as rows, so that snapshots can travel in pieces. */
import type { NodeId } from '../../../../src-shared/ids'
import type { Strategy } from '../../../../src-shared/protocols/sharded-kv/parameters'
import type { Group, Move, PlacementState, RangeChange, Shard } from './state'

type Head = {
  readonly epoch: number
  readonly strategy: Strategy
  readonly virtual_nodes: number
  readonly copies: number
  readonly members: readonly NodeId[]
  readonly cause: string
  readonly last_move: number
  readonly last_shard: number
  readonly last_group: number
  readonly paused: boolean
  readonly rate_kib: number
}

export type PlacementRow =
  | readonly ['placement', Head]
  | readonly ['group', Group]
  | readonly ['shard', Shard]
  | readonly ['move', Move]
  | readonly ['range-change', RangeChange]

export function placementToRows({ groups, shards, moves, range_changes, ...head }: PlacementState): PlacementRow[] {
  return [
    ['placement', head],
    ...[...groups.values()].map((group) => ['group', group] as const),
    ...[...shards.values()].map((shard) => ['shard', shard] as const),
    ...[...moves.values()].map((move) => ['move', move] as const),
    ...[...range_changes.values()].map((change) => ['range-change', change] as const)
  ]
}

/** The first row is the head. */
export function placementFromRows(rows: readonly PlacementRow[]): PlacementState {
  const head = rows[0]![1] as Head
  const state: PlacementState = { ...head, groups: new Map(), shards: new Map(), moves: new Map(), range_changes: new Map() }
  for (const row of rows) {
    if (row[0] === 'group') state.groups.set(row[1].name, row[1])
    else if (row[0] === 'shard') state.shards.set(row[1].id, row[1])
    else if (row[0] === 'move') state.moves.set(row[1].id, row[1])
    else if (row[0] === 'range-change') state.range_changes.set(row[1].id, row[1])
  }
  return state
}

/** Rough size of a row in bytes, for cutting snapshots into pieces. */
export function placementRowBytes(row: PlacementRow): number {
  return JSON.stringify(row).length
}
