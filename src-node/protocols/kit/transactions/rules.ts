/** How the transactions of a shard are kept apart. */

import type { DeadlockPolicy, Isolation } from '../../../../src-shared/protocols/transactions/execution/choices'

export interface Rules {
  readonly isolation: Isolation
  readonly deadlocks: DeadlockPolicy
  /** Transactions that a shard works on at once. */
  readonly transactions_max: number
  /** Committed versions of a key that are kept for snapshots. */
  readonly versions_kept: number
}

/** With the bug, nothing is locked any more for what is prepared. */
export function unlocksAtVote(switches: TransactionSwitches): boolean {
  return switches['unlock-in-doubt'] === true
}

/** The deliberate bugs that concern a shard's work on transactions. */
export interface TransactionSwitches {
  /** Locks are released at the vote, before it is known whether what it promised is committed. */
  readonly 'unlock-in-doubt'?: true
  readonly 'skip-read-locks'?: true
  /** A scan locks the keys that it finds, and no others that begin so. */
  readonly 'skip-predicate-locks'?: true
  /** A shared lock becomes an exclusive one while others share it. */
  readonly 'upgrade-without-wait'?: true
  /** Write locks are released as soon as a step is over. */
  readonly 'short-write-locks'?: true
  readonly 'skip-first-committer'?: true
  /** Under snapshot isolation the newest version is read, whatever the snapshot. */
  readonly 'read-past-snapshot'?: true
}
