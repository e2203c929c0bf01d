import type { NodeId } from '../../../src-shared/ids'
import type { description } from '../../../src-shared/protocols/atomic-commit/description'
import type { Plain } from '../contract'
import type { DurableEvents } from '../kit/durable-events'
import type { SettingsOf, SwitchesOf } from '../kit/settings'
import type { StepAnswer } from '../../../src-shared/data-types/operation'
import type { SavedStore } from '../kit/transactions/saved'
import type { PreparedWork } from '../kit/transactions/store'
import type { Answers, SavedAnswers } from './answers'
import type { ExecutionState } from './execution/state'

export type Settings = SettingsOf<typeof description>
export type Switches = SwitchesOf<typeof description>

/** Everything that a node knows. It is either the coordinator or a participant, and the other half stays empty. */
export interface AtomicCommitState {
  readonly id: NodeId
  readonly nodes: readonly NodeId[]
  readonly coordinator: NodeId
  /** In the order by which keys are spread over them. */
  readonly participants: readonly NodeId[]
  readonly settings: Settings
  switches: Switches
  disk: Disk
  /** Of transactions whose steps are being executed; as a participant also all that it stores, and its locks. */
  readonly execution: ExecutionState
  /** As the coordinator. */
  readonly coordinated: Map<string, Coordinated>
  /** Transactions by the number of their vote timer. */
  readonly vote_timers: Map<number, string>
  answers: Answers
  /** As a participant. */
  /** In doubt. */
  readonly prepared: Map<string, Prepared>
  /** The newest decisions known: true for commit. */
  readonly decisions: Map<string, boolean>
  readonly counters: { timers: number; committed: number; aborted: number }
}

export interface Disk extends DurableEvents {
  /** Records appended since the last snapshot. */
  since_snapshot: number
}

/** A transaction that the coordinator has not forgotten yet: its votes are collected, or its commit is being acknowledged. */
export interface Coordinated {
  readonly transaction: string
  readonly session: string
  readonly sequence: number
  readonly participants: readonly NodeId[]
  /** What its steps answered. */
  readonly answers: readonly StepAnswer[]
  /** Those who have voted yes. */
  readonly votes: Set<NodeId>
  /** Number of its vote timer; 0: none is set. */
  readonly timer: number
  committed: boolean
  /** Once committed: who has not acknowledged it. */
  readonly unacknowledged: Set<NodeId>
  /** Times that the retry timer has fired since the decision was sent. */
  waited: number
  /** Requests to answer. */
  requests: readonly number[]
}

/** A transaction that a participant has voted yes on. */
export interface Prepared {
  readonly work: PreparedWork
  /** Times that the retry timer has fired since the vote. */
  waited: number
}

/** A commit as the coordinator's log has it. */
export type CommitRecord = {
  readonly kind: 'commit'
  readonly transaction: string
  readonly session: string
  readonly sequence: number
  readonly participants: readonly NodeId[]
  readonly answers: readonly StepAnswer[]
}

/** What goes to the write-ahead log. */
export type AtomicCommitRecord =
  | CommitRecord
  /** All have acknowledged the commit. */
  | { readonly kind: 'end'; readonly transaction: string }
  | { readonly kind: 'prepare'; readonly transaction: string; readonly work: PreparedWork }
  /** A participant has learned what became of what it prepared. */
  | { readonly kind: 'decision'; readonly transaction: string; readonly commit: boolean }

export interface AtomicCommitSnapshot {
  readonly commits: readonly Omit<CommitRecord, 'kind' | 'answers'>[]
  readonly answers: SavedAnswers
  readonly store: SavedStore
  readonly decisions: readonly (readonly [transaction: string, commit: boolean])[]
  readonly [field: string]: Plain | undefined
}
