/** A shard's committed versions and prepared transactions, as its snapshot on disk has them. Locks of others, and their steps, do not outlive a crash. */
import type { HybridTime } from '../../../../src-shared/causality/hybrid-clock'
import { restorePrepared, workOf } from './settle'
import type { PreparedWork, Store } from './store'
import type { Version } from './versions'

export type SavedStore = {
  readonly versions: readonly (readonly [key: string, versions: readonly Version[]])[]
  readonly dropped: readonly (readonly [key: string, stamp: HybridTime])[]
  readonly prepared: readonly PreparedWork[]
}

export function savedStore(store: Store): SavedStore {
  const prepared = [...store.transactions.values()].filter((local) => local.prepared !== null)
  return {
    versions: [...store.versions.by_key],
    dropped: [...store.versions.dropped],
    prepared: prepared.map((local) => workOf(store, local))
  }
}

export function restoreStore(store: Store, { versions, dropped, prepared }: SavedStore): void {
  for (const [key, all] of versions) store.versions.by_key.set(key, all)
  for (const [key, stamp] of dropped) store.versions.dropped.set(key, stamp)
  for (const work of prepared) restorePrepared(store, work)
}
