/** What a node keeps: the rows of its ranges, and for each range what comparing and convergence need to know of them. */
import { hashText } from '../../../src-shared/protocols/quorum/placement-in-turn'
import { leafOf, LEAVES } from './merkle'
import { rangeOf } from '../../../src-shared/protocols/quorum/placement'
import type { KeyRanges } from '../../../src-shared/protocols/quorum/placement'
import type { Row } from './version'
import { clockOf, holds } from './version'

export interface Store {
  rows: Map<string, Row>
  /** Keys whose row has a tombstone. */
  tombstones: Set<string>
  /** Keys with more than one version. */
  siblings: Set<string>
  readonly key_ranges: KeyRanges
  /** Of each range. */
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

export function emptyStore(key_ranges: KeyRanges): Store {
  return {
    key_ranges,
    rows: new Map(),
    tombstones: new Set(),
    siblings: new Set(),
    ranges: Array.from({ length: key_ranges.ranges }, () => ({ leaves: new Array<number>(LEAVES).fill(0), live: 0 })),
    count_forgotten: 0
  }
}

export function rowOf({ rows }: Store, key: string): Row {
  return rows.get(key) ?? NO_ROW
}
const NO_ROW: Row = []

/** Replaces a row; an empty one is forgotten. */
export function setRow(store: Store, key: string, row: Row): void {
  const sums = store.ranges[rangeOf(key, store.key_ranges)]!
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

/** Bytes of rows as throttles, bounds and counters take them. */
export function bytesOf(rows: readonly (readonly [key: string, row: Row])[]): number {
  return rows.reduce((sum, entry) => sum + JSON.stringify(entry).length, 0)
}

/** 0 for no row. */
export function rowHash(key: string, row: Row): number {
  if (row.length === 0) return 0
  return hashText(JSON.stringify([key, row.map((version) => [version.at_us, version.slot, version.count, clockOf(version)])]))
}

export function isTombstone({ value }: Row[number]): boolean {
  return value === null
}

/** The row without what was deleted. */
export function liveOnly(row: Row): Row {
  return row.some(isTombstone) ? row.filter((version) => !isTombstone(version)) : row
}
