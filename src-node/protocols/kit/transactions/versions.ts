/** Committed values, and under snapshot isolation the versions before them, each stamped with when it was committed. */
import { compareHybrid, HYBRID_ZERO } from '../../../../src-shared/causality/hybrid-clock'
import type { HybridTime } from '../../../../src-shared/causality/hybrid-clock'
import type { StoredValue } from '../../../../src-shared/data-types/transaction/apply'
import type { Write } from './steps'

export type Version = {
  readonly stamp: HybridTime
  readonly value: StoredValue
}

export interface Versions {
  /** By key, the oldest first; never empty. */
  readonly by_key: Map<string, readonly Version[]>
  /** The newest version that was let go of for want of space: older snapshots may miss something. By key. */
  readonly dropped: Map<string, HybridTime>
}

export function newVersions(): Versions {
  return { by_key: new Map(), dropped: new Map() }
}

export function install({ by_key, dropped }: Versions, [key, value]: Write, stamp: HybridTime, kept: number): void {
  const all = [...(by_key.get(key) ?? []), { stamp, value }]
  by_key.set(key, all.slice(-kept))
  if (all.length > kept) dropped.set(key, all[all.length - kept - 1]!.stamp)
}

export function newest({ by_key }: Versions, key: string): Version | null {
  return by_key.get(key)?.at(-1) ?? null
}

/** The version as of the snapshot; null: there was none. `gone`: it is no longer kept. */
export function versionAt({ by_key, dropped }: Versions, key: string, snapshot: HybridTime): Version | null | 'gone' {
  const version = by_key
    .get(key)
    ?.filter(({ stamp }) => compareHybrid(stamp, snapshot) <= 0)
    .at(-1)
  return version ?? (dropped.has(key) ? 'gone' : null)
}

/** When the newest version was committed; before everything: there is none. */
export function newestStamp(versions: Versions, key: string): HybridTime {
  return newest(versions, key)?.stamp ?? HYBRID_ZERO
}
