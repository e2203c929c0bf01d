/** Versions of keys by timestamp, and what reads find among them. */

/** What a key was set to, or that it was deleted (null), at a time. */
export interface Version {
  readonly at_us: number
  readonly value: string | null
}

/** Oldest first. */
export type Versions = Map<string, Version[]>

/**
 * A version stays readable for so long after a newer one has replaced it. A constant, since all replicas must forget alike.
 */
export const VERSIONS_KEPT_US = 10_000_000

/** Adds the version, and forgets those that nobody may ask for any more. */
export function addVersion(versions: Versions, key: string, version: Version): void {
  const all = versions.get(key)
  if (all === undefined) return void versions.set(key, [version])
  all.push(version)
  const horizon_us = version.at_us - VERSIONS_KEPT_US
  let forgotten = 0
  while (forgotten + 1 < all.length && all[forgotten + 1]!.at_us <= horizon_us) forgotten++
  if (forgotten > 0) all.splice(0, forgotten)
}

/** What the key was at that time; null: it had no version yet. */
export function versionAt(versions: Versions, key: string, at_us: number): Version | null {
  const all = versions.get(key) ?? []
  let after = all.length
  while (after > 0 && all[after - 1]!.at_us > at_us) after--
  return all[after - 1] ?? null
}

/** What the key is now; null: it has no version. */
export function newestVersion(versions: Versions, key: string): Version | null {
  return versions.get(key)?.at(-1) ?? null
}
