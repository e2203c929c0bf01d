/** The whole state of a node: plain data, changed in place by steps only. All that must last is in the logs of the groups. */
import type { HybridTime } from '../../../src-shared/causality/hybrid-clock'
import type { StepAnswer } from '../../../src-shared/data-types/operation'
import type { NodeId } from '../../../src-shared/ids'
import type { Operation } from '../../../src-shared/operations'
import type { description } from '../../../src-shared/protocols/replicated-commit/description'
import type { Boot, Effect } from '../contract'
import type { GroupId, HostRecord, HostSnapshot, HostState } from '../kit/groups/state'
import type { SettingsOf, SwitchesOf } from '../kit/settings'
import type { ShardStep } from '../kit/transactions/steps'
import type { Store } from '../kit/transactions/store'
import type { RaftRecord, RaftState } from '../raft/state'
import type { SavedSnapshot } from '../raft/saved-snapshot'
import type { CommitMessage } from './messages'

export type Settings = SettingsOf<typeof description>
export type Switches = SwitchesOf<typeof description>
export type Transaction = Extract<Operation, { readonly f: 'transaction' }>

export type CommitRecord = HostRecord<RaftRecord, SavedSnapshot>
export type CommitSnapshot = HostSnapshot<SavedSnapshot>
export type CommitEffect = Effect<CommitMessage, CommitRecord, CommitSnapshot>
export type CommitBoot = Boot<CommitRecord, CommitSnapshot>

export interface CommitState {
  readonly id: NodeId
  readonly nodes: readonly NodeId[]
  readonly settings: Settings
  switches: Switches
  readonly groups: readonly GroupId[]
  readonly host: HostState<RaftState, RaftRecord, SavedSnapshot>
  /** This node's clock at the last step. */
  now_us: number

  // All that follows is volatile.
  /** Transactions that this node is the gateway of. */
  readonly open: Map<string, OpenTransaction>
  /** When the newest operations were first tried here. */
  readonly ages: Map<string, HybridTime>
  /** What the leader of a group keeps beside its log, of the groups that this node leads. */
  readonly led: Map<GroupId, Led>
  readonly proposals: Proposals
}

/** A transaction at its gateway. */
export interface OpenTransaction {
  readonly transaction: string
  readonly operation: Transaction
  /** Client requests to answer. */
  requests: readonly number[]
  readonly age: HybridTime
  readonly begun_us: number
  phase: 'executing' | 'preparing' | 'deciding'
  readonly answers: StepAnswer[]
  /** Until when the client thinks; null: it does not. */
  thinks_until_us: number | null
  /** The step, the votes or the decision are waited for until then. */
  deadline_us: number
  /** The groups that it has touched. */
  readonly members: Map<GroupId, Member>
}

/** A group's part in a transaction, as its gateway knows it. */
export interface Member {
  /** The term of the leader that executed its first step; null: none has yet. */
  incarnation: number | null
  /** The newest step there. */
  number: number
  step: ShardStep
  /** undefined: not executed yet. */
  answer: StepAnswer | undefined
  vote: 'yes' | 'read-only' | null
}

/** What a group's leader keeps for as long as it leads. */
export interface Led {
  readonly term: number
  readonly since_us: number
  /** Locks, and what transactions want to write; the values are the replicated machine's own. */
  readonly store: Store
  /** The gateway of each transaction here, and when it was last heard of. */
  readonly heard: Map<string, { readonly gateway: NodeId; readonly at_us: number }>
  /** The newest transactions that have ended here: a late copy of a step must not begin them again. */
  readonly over: Map<string, true>
  /** Proposals on their way. */
  readonly proposed: Set<string>
  /** In doubt for so long that the record was asked. */
  readonly asked: Set<string>
  /** Participants that have the outcome in their log, of transactions whose record is here. */
  readonly acknowledged: Map<string, Set<GroupId>>
}

/** What this node has asked the groups that it leads to replicate, or to confirm. */
export interface Proposals {
  /** Counts down from -1, so that none is taken for a client's request. */
  last: number
  readonly open: Map<number, Proposal>
}

export interface Proposal {
  readonly group: GroupId
  readonly term: number
  readonly what: 'prepare' | 'confirm' | 'outcome' | 'decide' | 'end'
  readonly transaction: string
}
