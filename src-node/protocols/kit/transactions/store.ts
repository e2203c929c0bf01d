/**
 * A shard's part in transactions, as state and small functions on it: `execute` takes a transaction's steps one after the other, under the
 * isolation of the rules; `prepare` says what it votes, `settle` ends it, and `restorePrepared` brings back what was prepared before a crash.
 * Nothing here decides: a transaction that must abort is named, and whoever coordinates it aborts it.
 */
import type { HybridTime } from '../../../../src-shared/causality/hybrid-clock'
import type { StepAnswer } from '../../../../src-shared/data-types/operation'
import type { StoredValue } from '../../../../src-shared/data-types/transaction/apply'
import { newLockTable } from './locks'
import type { Blocker, LockTable } from './locks'
import { newReadStamps } from './read-stamps'
import type { ReadStamps } from './read-stamps'
import type { Rules } from './rules'
import type { ShardStep, Write } from './steps'
import { newVersions } from './versions'
import type { Versions } from './versions'

export interface Store {
  readonly rules: Rules
  /** Drawn at each start of the shard: what was not prepared before it is gone. */
  readonly incarnation: number
  readonly versions: Versions
  readonly read_stamps: ReadStamps
  readonly locks: LockTable
  /** By name: those that have executed something here and are not settled. */
  readonly transactions: Map<string, LocalTransaction>
}

/** What a transaction is known by everywhere. */
export type TransactionIdentity = {
  readonly transaction: string
  /** When its operation was first tried: what decides between it and others under wait-die and wound-wait. */
  readonly age: HybridTime
  /** What it sees under snapshot isolation: all that was committed by then. */
  readonly snapshot: HybridTime
}

/** A transaction's next step at this shard. */
export interface StepRequest extends TransactionIdentity {
  /** Its number among all of the transaction's steps. */
  readonly number: number
  readonly step: ShardStep
  /** The shard's, as it said when it executed the transaction's first step here: if it has restarted since, it is found out. null: this is the first. */
  readonly incarnation: number | null
}

/** A transaction at this shard. */
export interface LocalTransaction extends TransactionIdentity {
  /** The newest step, executed or waiting. */
  number: number
  waiting: ShardStep | null
  answer: StepAnswer
  readonly writes: Map<string, StoredValue>
  /** Once a step has been refused: nothing more is done for it. */
  refusal: Refusal | null
  /** The stamp that it commits under, once it is prepared. */
  prepared: HybridTime | null
}

/** A transaction that must abort for another's sake. */
export interface Victim {
  readonly transaction: string
  readonly reason: string
}

/** A step that may not be done, so that its transaction must abort. `is_victim`: for the sake of others that want the same locks. */
export interface Refusal {
  readonly outcome: 'refused'
  readonly reason: string
  readonly is_victim: boolean
}

/** What came of a step. `victims` must abort before those who wait can go on. */
export type Execution =
  | { readonly outcome: 'done'; readonly answer: StepAnswer }
  | { readonly outcome: 'waits'; readonly blockers: readonly Blocker[]; readonly victims: readonly Victim[] }
  | Refusal
  /** A late copy of a step that is over. */
  | { readonly outcome: 'stale' }

/** A transaction whose steps are all executed, and the stamp that it would commit under. */
export interface PrepareRequest {
  readonly transaction: string
  readonly incarnation: number
  readonly stamp: HybridTime
}

/** What has come of a step that waited: it is executed, refused, or waits for somebody who must abort. */
export interface Resumed {
  readonly transaction: string
  readonly number: number
  readonly execution: Execution
}

/** What a shard must have on its disk before it votes yes. */
export type PreparedWork = TransactionIdentity & {
  readonly stamp: HybridTime
  /** Keys and prefixes that stay locked for it though it does not write them. */
  readonly reads: readonly string[]
  readonly prefixes: readonly string[]
  readonly writes: readonly Write[]
}

/** `read-only`: nothing is to be written here, so that `settle` may follow at once, whatever the others vote. */
export type Preparation =
  { readonly vote: 'yes' | 'read-only'; readonly work: PreparedWork } | { readonly vote: 'no'; readonly reason: string }

export function newStore(rules: Rules, incarnation: number): Store {
  return {
    rules,
    incarnation,
    versions: newVersions(),
    read_stamps: newReadStamps(),
    locks: newLockTable(),
    transactions: new Map()
  }
}
