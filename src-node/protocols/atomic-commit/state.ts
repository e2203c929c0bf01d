import type { NodeId } from '../../../src-shared/ids'
import type { description } from '../../../src-shared/protocols/atomic-commit/description'
import type { Plain } from '../contract'
import type { Answers, SavedAnswers } from '../kit/answers'
import type { DurableEvents } from '../kit/durable-events'
import type { SettingsOf, SwitchesOf } from '../kit/settings'
import type { StepAnswer } from '../../../src-shared/data-types/operation'
import type { PreparedWork } from '../kit/transactions/store'
import type { SavedStore } from '../kit/transactions/saved'
import type { ExecutionState } from './execution/state'
import type { Decisions, SavedDecisions } from './decisions'
import type { Instances, Leading, SavedInstance, Votes } from './paxos/state'
import type { Termination } from './three-phase/state'

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
  /** As the coordinator: how often it has started. */
  epoch: number
  readonly coordinated: Map<string, Coordinated>
  /** Transactions by the number of their timer. */
  readonly timers: Map<number, string>
  answers: Answers<Committed>
  /** As a participant: what it is in doubt about. */
  readonly prepared: Map<string, Prepared>
  decisions: Decisions
  /** As an acceptor of Paxos Commit: what it has accepted, by transaction. */
  readonly instances: Instances
  /** Those that are over, and may be forgotten. */
  readonly closed: Map<string, true>
  /** As a leader that has taken over. */
  readonly leading: Map<string, Leading>
  readonly counters: { started: number; timers: number; committed: number; aborted: number }
}

export interface Disk extends DurableEvents {
  /** Records appended since the last snapshot. */
  since_snapshot: number
  /** Records of this boot that are on disk. */
  durable: number
}

/** What became of an operation: the try that committed, and what its steps answered. */
export type Committed = { readonly transaction: string; readonly answers: readonly StepAnswer[] }

/** What the coordinator waits for. */
export type Phase = 'votes' | 'pre-commits' | 'acknowledgements'

/** A transaction that the coordinator has not forgotten yet. */
export interface Coordinated {
  readonly transaction: string
  readonly session: string
  readonly sequence: number
  /** Those that are told what is decided: without those that have only read. */
  participants: readonly NodeId[]
  /** What its steps answered. */
  readonly answers: readonly StepAnswer[]
  phase: Phase
  /** Those who have voted yes. */
  readonly votes: Set<NodeId>
  /** Number of its timer; 0: none is set. */
  readonly timer: number
  /** Once it is decided. */
  commit: boolean
  /** Who has not answered a pre-commit, or acknowledged the decision. */
  readonly unacknowledged: Set<NodeId>
  /** Of Paxos Commit: acceptors that have accepted a participant's own vote, if it is yes. */
  readonly accepted: Map<NodeId, Set<NodeId>>
  /** Times that the retry timer has fired since the decision was sent. */
  waited: number
  /** Requests to answer. */
  requests: readonly number[]
}

/** A transaction that a participant has voted yes on. */
export interface Prepared {
  readonly transaction: string
  readonly participants: readonly NodeId[]
  readonly work: PreparedWork
  /** Of three-phase commit: it has heard that all have voted yes. */
  pre_committed: boolean
  /** What the operator has had it do before it knew the decision; null: nothing. */
  forced: boolean | null
  /** Times that the retry timer has fired since the vote. */
  waited: number
  readonly termination: Termination
}

type PreparedRecord = Pick<Prepared, 'transaction' | 'participants' | 'work'>
type SavedPrepared = PreparedRecord & Pick<Prepared, 'pre_committed' | 'forced'>

/** A transaction as the coordinator's log has it. */
export type CoordinatedRecord = Pick<Coordinated, 'transaction' | 'session' | 'sequence' | 'participants'>

/** What goes to the write-ahead log. */
export type AtomicCommitRecord =
  /** The coordinator has started. */
  | { readonly kind: 'epoch'; readonly epoch: number }
  /** Of presumed commit: these are about to be asked for their votes. */
  | ({ readonly kind: 'collecting' } & CoordinatedRecord)
  | ({ readonly kind: 'commit'; readonly answers: readonly StepAnswer[] } & CoordinatedRecord)
  /** All have acknowledged the decision. */
  | { readonly kind: 'end'; readonly transaction: string }
  | ({ readonly kind: 'prepare' } & PreparedRecord)
  | { readonly kind: 'pre-commit'; readonly transaction: string }
  /** A participant has learned what became of a transaction. */
  | { readonly kind: 'decision'; readonly transaction: string; readonly commit: boolean }
  /** The operator has had the participant commit or abort what it is in doubt about. */
  | { readonly kind: 'force'; readonly transaction: string; readonly commit: boolean }
  | { readonly kind: 'promise'; readonly transaction: string; readonly ballot: number }
  | { readonly kind: 'accept'; readonly transaction: string; readonly ballot: number; readonly votes: Votes }
  | { readonly kind: 'forget'; readonly transaction: string }

export interface AtomicCommitSnapshot {
  readonly epoch: number
  readonly coordinated: readonly (CoordinatedRecord & { readonly commit: boolean })[]
  readonly answers: SavedAnswers<Committed>
  readonly store: SavedStore
  readonly prepared: readonly SavedPrepared[]
  readonly decisions: SavedDecisions
  readonly instances: readonly SavedInstance[]
  readonly [field: string]: Plain | undefined
}
