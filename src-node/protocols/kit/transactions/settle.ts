/** The vote on a transaction, its end, and what a crash leaves of it. */
import { compareHybrid } from '../../../../src-shared/causality/hybrid-clock'
import { resume } from './execute'
import { heldBy, hold, releaseAll } from './locks'
import { lastRead } from './read-stamps'
import { unlocksAtVote } from './rules'
import type { TransactionSwitches } from './rules'
import type { LocalTransaction, Preparation, PreparedWork, PrepareRequest, Resumed, Store } from './store'
import { install, newestStamp } from './versions'

/** What the shard votes. After a yes the transaction waits for `settle`, and its `work` must be on disk. */
export function prepare(store: Store, request: PrepareRequest, switches: TransactionSwitches): Preparation {
  const local = store.transactions.get(request.transaction)
  if (local === undefined || request.incarnation !== store.incarnation)
    return { vote: 'no', reason: 'it has restarted and forgotten the transaction' }
  if (local.refusal !== null) return { vote: 'no', reason: local.refusal.reason }
  const conflict = store.rules.isolation === 'snapshot' ? conflictOf(store, local, request, switches) : null
  if (conflict !== null) return { vote: 'no', reason: conflict }
  local.prepared = request.stamp
  const work = workOf(store, local)
  if (unlocksAtVote(switches)) releaseAll(store.locks, local.transaction)
  return { vote: local.writes.size > 0 ? 'yes' : 'read-only', work }
}

/** First committer wins: nobody has committed what it writes since its snapshot, is about to, or has read it at a later one. */
function conflictOf(
  { transactions, versions, read_stamps }: Store,
  { transaction, snapshot, writes }: LocalTransaction,
  { stamp }: PrepareRequest,
  switches: TransactionSwitches
): string | null {
  for (const key of writes.keys()) {
    if (compareHybrid(lastRead(read_stamps, key), stamp) >= 0) return `a later snapshot has read ${key}`
    if (switches['skip-first-committer']) continue
    if (compareHybrid(newestStamp(versions, key), snapshot) > 0)
      return `${key} has been written since its snapshot (the first committer wins)`
    if (unlocksAtVote(switches)) continue
    const rival = [...transactions.values()].find(
      (other) => other.transaction !== transaction && other.prepared !== null && other.writes.has(key)
    )
    if (rival !== undefined) return `${rival.transaction} has prepared ${key} (the first committer wins)`
  }
  return null
}

/** Ends the transaction: what it wrote counts if it had been prepared and commits. What has come of the steps that waited. */
export function settle(store: Store, transaction: string, commit: boolean, switches: TransactionSwitches): Resumed[] {
  const local = store.transactions.get(transaction)
  if (local === undefined) return []
  if (commit && local.prepared !== null) {
    const kept = store.rules.isolation === 'snapshot' ? store.rules.versions_kept : 1
    for (const write of local.writes) install(store.versions, write, local.prepared, kept)
  }
  store.transactions.delete(transaction)
  releaseAll(store.locks, transaction)
  return resume(store, switches)
}

/** Takes back what was prepared before a crash, with its locks. */
export function restorePrepared(store: Store, { stamp, reads, prefixes, writes, ...identity }: PreparedWork): void {
  const { transaction } = identity
  store.transactions.set(transaction, {
    ...identity,
    number: 0,
    waiting: null,
    answer: null,
    writes: new Map(writes),
    refusal: null,
    prepared: stamp
  })
  if (store.rules.isolation === 'snapshot') return
  for (const name of reads) hold(store.locks, transaction, { kind: 'key', name }, 'shared')
  for (const name of prefixes) hold(store.locks, transaction, { kind: 'prefix', name }, 'shared')
  for (const [name] of writes) hold(store.locks, transaction, { kind: 'key', name }, 'exclusive')
}

/** Of a transaction that is prepared: what its shard must not forget. */
export function workOf({ locks }: Store, { transaction, age, snapshot, prepared, writes }: LocalTransaction): PreparedWork {
  return {
    transaction,
    age,
    snapshot,
    stamp: prepared!,
    reads: heldBy(locks, transaction, 'key', 'shared'),
    prefixes: heldBy(locks, transaction, 'prefix', 'shared'),
    writes: [...writes]
  }
}
