/** What versions that arrive make of the rows that a node has. */
import type { QuorumState } from './state'
import { isTombstone, liveOnly, rowOf } from './store'
import type { Row } from './version'
import { isSame, mergeRows, sameRow, supersedes } from './version'

/** What becomes of the row when these versions arrive; null: nothing that it does not have already. */
export function absorb(state: QuorumState, key: string, arriving: Row): Row | null {
  const { store, switches } = state
  const before = rowOf(store, key)
  const news = arriving.filter((version) => !isForgotten(state, key, before, version))
  if (news.length === 0) return null
  const merged = switches['merge-not-commutative'] ? news : mergeRows(before, news)
  const after = switches['tombstone-forgotten'] ? liveOnly(merged) : merged
  return sameRow(before, after) ? null : after
}

/** Whoever has forgotten a deletion, and has nothing that it deletes, need not learn of it again; nor of what it deleted. */
function isForgotten(state: QuorumState, key: string, before: Row, version: Row[number]): boolean {
  if (!state.settings.tombstones_wait) return before.length === 0 && isExpired(state, version)
  return state.forgotten.get(key)?.some((gone) => isSame(gone, version) || supersedes(gone, version)) ?? false
}

/** Whether it is a tombstone older than its grace period, by this node's clock. */
export function isExpired({ now_us, settings }: QuorumState, version: Row[number]): boolean {
  return isTombstone(version) && now_us - version.at_us > settings.tombstone_grace_us
}
