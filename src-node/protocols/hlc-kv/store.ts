/** The versions that a node keeps: of each key by stamp, of each origin by number. */
import { compareHybrid } from '../../../src-shared/causality/hybrid-clock'
import { crc32c } from '../../../src-shared/wire/crc32c'
import type { Version } from './messages'

export interface Store {
  /** By key, the smallest stamp first. */
  readonly rows: Map<string, Version[]>
  /** By origin, the lowest number first. */
  readonly by_origin: Map<number, Version[]>
  /** Of the newest versions' hashes, modulo 2³². */
  sum: number
  count: number
  /** Snapshots before it can no longer be read. */
  horizon_us: number
}

export function emptyStore(): Store {
  return { rows: new Map(), by_origin: new Map(), sum: 0, count: 0, horizon_us: 0 }
}

/** What a reader of the newest finds. */
export function newestOf({ rows }: Store, key: string): Version | null {
  return rows.get(key)?.at(-1) ?? null
}

/** The newest version that was stamped before this time. */
export function newestBefore({ rows }: Store, key: string, at_us: number): Version | null {
  const row = rows.get(key) ?? []
  return row[countUntil(row, isBefore(at_us)) - 1] ?? null
}

/** Negative: `a` gives way to `b`. Of equal stamps the greater origin wins. */
export function compareVersions(a: Version, b: Version): number {
  return compareHybrid(a.stamp, b.stamp) || a.origin - b.origin
}

/** With `by_arrival`, a deliberate bug, of equal stamps the one that is there wins. */
export function addVersion(store: Store, version: Version, by_arrival: boolean): void {
  const row = rowOf(store, version.key)
  const before = hashOf(row.at(-1))
  let at = row.length
  while (at > 0 && isBelow(version, row[at - 1]!, by_arrival)) at--
  row.splice(at, 0, version)
  store.sum = (store.sum - before + hashOf(row.at(-1))) >>> 0
  store.count++
  const of_origin = store.by_origin.get(version.origin)
  if (of_origin === undefined) store.by_origin.set(version.origin, [version])
  else of_origin.push(version)
}

/** Those of the origin's versions that are kept, after the `after`-th up to the `upto`-th. */
export function versionsBetween({ by_origin }: Store, origin: number, after: number, upto: number): Version[] {
  const all = by_origin.get(origin) ?? []
  return all.slice(
    countUntil(all, ({ n }) => n <= after),
    countUntil(all, ({ n }) => n <= upto)
  )
}

/** Drops what no reader at `horizon_us` or later can see and everybody has, and raises the horizon to it. */
export function dropOld(store: Store, horizon_us: number, isEverywhere: (version: Version) => boolean): void {
  if (horizon_us <= store.horizon_us) return
  store.horizon_us = horizon_us
  const dropped = new Set<Version>()
  for (const [key, row] of store.rows) {
    const visible = countUntil(row, isBefore(horizon_us)) - 1
    const old = row.slice(0, Math.max(0, visible)).filter(isEverywhere)
    if (old.length === 0) continue
    for (const version of old) dropped.add(version)
    store.rows.set(
      key,
      row.filter((version) => !dropped.has(version))
    )
  }
  if (dropped.size === 0) return
  for (const [origin, versions] of store.by_origin)
    store.by_origin.set(
      origin,
      versions.filter((version) => !dropped.has(version))
    )
  store.count -= dropped.size
}

/** How many come up to the last one of which this holds: it holds of all before it too, and mostly of all but a few. */
function countUntil(versions: readonly Version[], holds: (version: Version) => boolean): number {
  let end = versions.length
  while (end > 0 && !holds(versions[end - 1]!)) end--
  return end
}

function isBefore(at_us: number): (version: Version) => boolean {
  return ({ stamp }) => stamp.physical_us < at_us
}

function rowOf({ rows }: Store, key: string): Version[] {
  let row = rows.get(key)
  if (row === undefined) rows.set(key, (row = []))
  return row
}

function isBelow(a: Version, b: Version, by_arrival: boolean): boolean {
  return by_arrival ? compareHybrid(a.stamp, b.stamp) <= 0 : compareVersions(a, b) < 0
}

const encoder = new TextEncoder()

function hashOf(version: Version | undefined): number {
  if (version === undefined) return 0
  const { key, value, stamp, origin } = version
  return crc32c(encoder.encode(JSON.stringify([key, value, stamp.physical_us, stamp.counter, origin])))
}
