/** What the members keep in mind of transactions whose steps are being executed. None of it outlives a crash. */
import { compareHybrid, HYBRID_ZERO } from '../../../../src-shared/causality/hybrid-clock'
import type { HybridTime } from '../../../../src-shared/causality/hybrid-clock'
import type { StepAnswer } from '../../../../src-shared/data-types/operation'
import type { NodeId } from '../../../../src-shared/ids'
import type { Operation } from '../../../../src-shared/operations'
import type { Store, TransactionIdentity } from '../../kit/transactions/store'
import type { Blocker } from '../../kit/transactions/locks'

export type Transaction = Extract<Operation, { readonly f: 'transaction' }>

export interface ExecutionState {
  /** Stamps transactions, and grows with every message about one. */
  clock: HybridTime
  /** As the coordinator: transactions whose steps are being executed. */
  readonly sessions: Map<string, Session>
  /** Sessions by the number of their timer. */
  readonly timers: Map<number, string>
  /** When operations were first tried whose last try was aborted: the next keeps its age. */
  readonly ages: Map<string, HybridTime>
  /** The cycle of waits that the last search found, as text: it counts once it is found again. */
  suspected: string | null
  /** As a shard. */
  readonly store: Store
  /** Whom the waiting steps wait for, as was told last, by transaction. */
  readonly told_waits: Map<string, string>
  /** Times that the retry timer has fired since anything was heard of a transaction. */
  readonly silent: Map<string, number>
  /** The newest transactions that it has ended by itself. */
  readonly given_up: Map<string, true>
}

/** A transaction on its way through its steps, at the coordinator. */
export interface Session extends TransactionIdentity {
  readonly session: string
  readonly sequence: number
  readonly operation: Transaction
  readonly timer: number
  /** Of the steps that are over; the next one is under way. */
  readonly answers: StepAnswer[]
  /** Shards that have been asked for anything, and their incarnation once they have answered. */
  readonly shards: Map<NodeId, number | null>
  /** Shards that have not done the step under way, and whom it waits for there. */
  readonly awaited: Map<NodeId, readonly Blocker[]>
  /** What the step under way has been answered so far. */
  found: StepAnswer
  /** Times that the retry timer has fired since shards were asked. */
  waited: number
  /** Requests to answer. */
  requests: readonly number[]
}

export function newExecutionState(store: Store): ExecutionState {
  return {
    clock: HYBRID_ZERO,
    sessions: new Map(),
    timers: new Map(),
    ages: new Map(),
    suspected: null,
    store,
    told_waits: new Map(),
    silent: new Map(),
    given_up: new Map()
  }
}

/** After a restart: not below anything that has been committed or prepared. */
export function restoreClock(execution: ExecutionState): void {
  const { versions, transactions } = execution.store
  const committed = [...versions.by_key.values()].map((all) => all.at(-1)!.stamp)
  const prepared = [...transactions.values()].map((local) => local.prepared!)
  for (const stamp of [...committed, ...prepared]) if (compareHybrid(execution.clock, stamp) < 0) execution.clock = stamp
}
