/** What a node keeps: the rows of its ranges, and for each range what comparing and convergence need to know of them. */
import { leafOf, LEAVES } from './merkle'
import { hashText, keeps, rangeOf } from './placement'
import type { QuorumState } from './state'
import type { Row } from './version'
import { clockOf, holds, isSame, mergeRows, sameRow, supersedes } from './version'

export interface Store {
  rows: Map<string, Row>
  /** Keys whose row has a tombstone. */
  tombstones: Set<string>
  /** Keys with more than one version. */
  siblings: Set<string>
  /** By the place of the range's first node. */
  ranges: RangeSums[]
  /** Greatest count of any version that was forgotten. None is given again: whoever remembers it would take the new version for the old. */
  count_forgotten: number
}

export interface RangeSums {
  /** Leaves of the range's hash tree. */
  readonly leaves: number[]
  /** Sum of the hashes of what readers see: equal sums, equal data, however long each node remembers what was deleted. */
  live: number
}

export function emptyStore(nodes: number): Store {
  return {
    rows: new Map(),
    tombstones: new Set(),
    siblings: new Set(),
    ranges: Array.from({ length: nodes }, () => ({ leaves: new Array<number>(LEAVES).fill(0), live: 0 })),
    count_forgotten: 0
  }
}

export function rowOf({ rows }: Store, key: string): Row {
  return rows.get(key) ?? NO_ROW
}
const NO_ROW: Row = []

/** Replaces a row; an empty one is forgotten. */
export function setRow(store: Store, key: string, row: Row): void {
  const sums = store.ranges[rangeOf(key, store.ranges.length)]!
  const leaf = leafOf(hashText(key))
  const before = rowOf(store, key)
  sums.leaves[leaf] = (sums.leaves[leaf]! ^ rowHash(key, before) ^ rowHash(key, row)) >>> 0
  sums.live = (sums.live ^ rowHash(key, liveOnly(before)) ^ rowHash(key, liveOnly(row))) >>> 0
  if (row.length > 0) store.rows.set(key, row)
  else store.rows.delete(key)
  if (!holds(row, before)) store.count_forgotten = Math.max(store.count_forgotten, ...before.flatMap(clockOf))
  mark(store.tombstones, key, row.some(isTombstone))
  mark(store.siblings, key, row.length > 1)
}

function mark(keys: Set<string>, key: string, on: boolean): void {
  if (on) keys.add(key)
  else keys.delete(key)
}

/** 0 for no row. */
export function rowHash(key: string, row: Row): number {
  if (row.length === 0) return 0
  return hashText(JSON.stringify([key, row.map((version) => [version.at_us, version.slot, version.count, clockOf(version)])]))
}

/** What becomes of the row when these versions arrive; null: nothing that it does not have already. */
export function absorb(state: QuorumState, key: string, arriving: Row): Row | null {
  const { store, switches } = state
  const before = rowOf(store, key)
  const news = arriving.filter((version) => !isForgotten(state, key, before, version))
  if (news.length === 0) return null
  const merged = switches.has('merge-not-commutative') ? news : mergeRows(before, news)
  const after = switches.has('tombstone-forgotten') ? liveOnly(merged) : merged
  return sameRow(before, after) ? null : after
}

/** Whoever has forgotten a deletion, and has nothing that it deletes, need not learn of it again; nor of what it deleted. */
function isForgotten(state: QuorumState, key: string, before: Row, version: Row[number]): boolean {
  if (!state.settings.tombstones_wait) return before.length === 0 && isExpired(state, version)
  return state.forgotten.get(key)?.some((gone) => isSame(gone, version) || supersedes(gone, version)) ?? false
}

export function isTombstone({ value }: Row[number]): boolean {
  return value === null
}

/** Whether it is a tombstone older than its grace period, by this node's clock. */
export function isExpired({ now_us, settings }: QuorumState, version: Row[number]): boolean {
  return isTombstone(version) && now_us - version.at_us > settings.tombstone_grace_us
}

function liveOnly(row: Row): Row {
  return row.some(isTombstone) ? row.filter((version) => !isTombstone(version)) : row
}

/** The ranges of which this node keeps a copy. */
export function ownRanges({ slot, settings, nodes }: QuorumState): number[] {
  return nodes.map((_, range) => range).filter((range) => keeps(slot, range, settings.replicas, nodes.length))
}
