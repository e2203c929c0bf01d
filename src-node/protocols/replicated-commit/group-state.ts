/** What a group of replicated commit has in its log, and what it holds. */
import type { StepAnswer } from '../../../src-shared/data-types/operation'
import type { NodeId } from '../../../src-shared/ids'
import type { GroupId } from '../kit/groups/state'
import type { PreparedWork } from '../kit/transactions/store'
import type { Versions } from '../kit/transactions/versions'

/** What a group's log holds. */
export type CommitCommand =
  /** The group promises to commit this; `term`: of the leader that executed it, which no other may replicate. */
  | { readonly do: 'prepare'; readonly term: number; readonly work: PreparedWork }
  /** What became of it. */
  | { readonly do: 'outcome'; readonly transaction: string; readonly commit: boolean }
  /** The transaction record: the gateway’s commit, or the abort of a participant that has waited too long. */
  | {
      readonly do: 'decide'
      readonly transaction: string
      readonly commit: boolean
      readonly begun_us: number
      readonly participants: readonly GroupId[]
      readonly answers: readonly StepAnswer[]
      readonly gateway: NodeId | null
    }
  /** All participants have the commit in their logs. */
  | { readonly do: 'end'; readonly transaction: string }

export interface TransactionRecord {
  readonly commit: boolean
  readonly begun_us: number
  /** Who is to be told of a commit. */
  readonly participants: readonly GroupId[]
}

export interface CommittedAnswer {
  readonly transaction: string
  readonly answers: readonly StepAnswer[]
}

export interface CommitMachine {
  readonly versions: Versions
  /** In doubt. */
  readonly prepared: Map<string, PreparedWork>
  /** The newest outcomes of what was prepared here. */
  readonly ended: Map<string, boolean>
  /** Commits that some participant may not know yet, and the newest aborts. */
  readonly records: Map<string, TransactionRecord>
  /** Aborts of transactions that began up to then may be forgotten: none of these without a record commits any more. */
  forgotten_us: number
  /** By operation: what the try that committed has answered. Oldest first. */
  readonly answers: Map<string, CommittedAnswer>
  /** By session: answers up to this sequence may be forgotten. */
  readonly forgotten_answers: Map<string, number>
  /** What was just applied, for the leader to act on. Not part of what is replicated. */
  told: Applied[]
}

export type Applied =
  | { readonly do: 'prepare'; readonly work: PreparedWork }
  | { readonly do: 'outcome'; readonly transaction: string; readonly commit: boolean; readonly was_prepared: boolean }
  | ({
      readonly do: 'decide'
      readonly transaction: string
      readonly gateway: NodeId | null
      readonly participants: readonly GroupId[]
      /** The record was written by it. */
      readonly is_first: boolean
    } & Decided)

/** What a record says; see messages.ts. */
export interface Decided {
  readonly commit: boolean
  readonly answers: readonly StepAnswer[] | null
  readonly reason: string
}
