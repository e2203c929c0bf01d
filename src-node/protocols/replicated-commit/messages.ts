/** What nodes say to each other: their groups, and gateways and leaders of groups about transactions. */
import type { HybridTime } from '../../../src-shared/causality/hybrid-clock'
import type { StepAnswer } from '../../../src-shared/data-types/operation'
import type { GroupId, GroupsMessage } from '../kit/groups/state'
import type { ShardStep } from '../kit/transactions/steps'
import type { RaftMessage } from '../raft/messages'

/** Gateway to a group's leader: the transaction's next step there. */
export interface StepMessage {
  readonly type: 'step'
  readonly group: GroupId
  readonly transaction: string
  readonly age: HybridTime
  readonly number: number
  readonly step: ShardStep
  /** The term of the leader that executed its first step there; null: this is the first. */
  readonly incarnation: number | null
}

/** Leader to gateway: the step is executed. */
export interface StepDone {
  readonly type: 'step-done'
  readonly group: GroupId
  readonly transaction: string
  readonly number: number
  readonly incarnation: number
  readonly result: { readonly answer: StepAnswer }
}

/** Leader to gateway: the transaction must abort. */
export interface Refuse {
  readonly type: 'refuse'
  readonly group: GroupId
  readonly transaction: string
  readonly reason: string
}

/** Gateway to a group's leader: all steps are executed; may it commit? */
export interface Prepare {
  readonly type: 'prepare'
  readonly group: GroupId
  readonly transaction: string
  readonly incarnation: number
  readonly begun_us: number
}

/** Leader to gateway: yes, and the group has it in its log; or nothing is written here. A no is a refusal. */
export interface Vote {
  readonly type: 'vote'
  readonly group: GroupId
  readonly transaction: string
  readonly vote: 'yes' | 'read-only'
}

/** Gateway to the leader of the record's group: all have voted yes. */
export interface Decide {
  readonly type: 'decide'
  readonly transaction: string
  readonly begun_us: number
  readonly participants: readonly GroupId[]
  readonly answers: readonly StepAnswer[]
}

/** Leader of the record's group to the gateway: what the record says. */
export interface Decision {
  readonly type: 'decision'
  readonly transaction: string
  readonly commit: boolean
  /** Of another try of the operation, which has committed; null: none has. */
  readonly answers: readonly StepAnswer[] | null
  /** Why it is aborted; empty: it is not. */
  readonly reason: string
}

/** Leader of a participant to that of the record's group: it is in doubt. */
export interface Ask {
  readonly type: 'ask'
  readonly group: GroupId
  readonly transaction: string
  readonly begun_us: number
}

/** To the leader of a participant: what becomes of the transaction. */
export interface OutcomeMessage {
  readonly type: 'outcome'
  readonly group: GroupId
  readonly transaction: string
  readonly commit: boolean
}

/** Leader of a participant to that of the record's group: the commit is in its log. */
export interface Acknowledge {
  readonly type: 'acknowledge'
  readonly group: GroupId
  readonly transaction: string
}

/** About transactions. */
export type TransactionMessage =
  StepMessage | StepDone | Refuse | Prepare | Vote | Decide | Decision | Ask | OutcomeMessage | Acknowledge
export type CommitMessage = GroupsMessage<RaftMessage> | TransactionMessage
