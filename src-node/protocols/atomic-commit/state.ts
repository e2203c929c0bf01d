import type { NodeId } from '../../../src-shared/ids'
import type { description } from '../../../src-shared/protocols/atomic-commit/description'
import type { Plain } from '../contract'
import type { DurableEvents } from '../kit/durable-events'
import type { SettingsOf, SwitchesOf } from '../kit/settings'
import type { Transaction } from './accesses'
import type { Answers, SavedAnswers, Values } from './answers'

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
  /** As the coordinator. */
  readonly coordinated: Map<string, Coordinated>
  /** Transactions by the number of their vote timer. */
  readonly vote_timers: Map<number, string>
  answers: Answers
  /** As a participant. */
  readonly values: Map<string, string>
  /** In doubt. What they touch is locked: no lock is kept besides. */
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
  /** null once the coordinator has restarted: nobody waits then. */
  readonly operation: Transaction | null
  /** What those read who have voted yes. */
  readonly votes: Map<NodeId, Values>
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
  readonly transaction: string
  readonly reads: readonly string[]
  readonly writes: Readonly<Record<string, string>>
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
  readonly values: Values
}

/** What goes to the write-ahead log. */
export type AtomicCommitRecord =
  | CommitRecord
  /** All have acknowledged the commit. */
  | { readonly kind: 'end'; readonly transaction: string }
  | {
      readonly kind: 'prepare'
      readonly transaction: string
      readonly reads: readonly string[]
      readonly writes: Readonly<Record<string, string>>
    }
  /** A participant has learned what became of what it prepared. */
  | { readonly kind: 'decision'; readonly transaction: string; readonly commit: boolean }

export interface AtomicCommitSnapshot {
  readonly commits: readonly Omit<CommitRecord, 'kind' | 'values'>[]
  readonly answers: SavedAnswers
  readonly values: readonly (readonly [key: string, value: string])[]
  readonly prepared: readonly Omit<Prepared, 'waited'>[]
  readonly decisions: readonly (readonly [transaction: string, commit: boolean])[]
  readonly [field: string]: Plain | undefined
}
