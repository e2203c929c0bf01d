/** What the members of transactions say to each other. */
import type { NodeId } from '../../../src-shared/ids'
import type { HybridTime } from '../../../src-shared/causality/hybrid-clock'
import { detailOf as executionDetail } from './execution/messages'
import type { ExecutionMessage } from './execution/messages'
import type { AcceptedVote, Votes } from './paxos/state'
import type { MemberState } from './three-phase/state'

/** Coordinator: may what has been executed of it here be committed? */
export interface Prepare {
  readonly type: 'prepare'
  readonly transaction: string
  /** All that are asked. */
  readonly participants: readonly NodeId[]
  /** The receiver's, as it said when it executed the transaction's first step there. */
  readonly incarnation: number
  /** When it commits, if it does. */
  readonly stamp: HybridTime
}

/**
 * Participant: yes or no. A yes is a promise, and on its disk. Whoever has only read promises nothing, and need not be told what is decided.
 */
export type Vote =
  | { readonly type: 'vote'; readonly transaction: string; readonly vote: 'yes' | 'read-only' }
  | { readonly type: 'vote'; readonly transaction: string; readonly vote: 'no'; readonly reason: string }

/** Whoever has decided, or knows the decision: what becomes of it. */
export interface Decide {
  readonly type: 'decide'
  readonly transaction: string
  readonly commit: boolean
}

/** Participant: the decision is on its disk, and the coordinator may forget it. */
export interface Acknowledge {
  readonly type: 'acknowledge'
  readonly transaction: string
}

/** Participant: it is in doubt about the transaction. */
export interface Ask {
  readonly type: 'ask'
  readonly transaction: string
  /** Three-phase commit: it decides by the answers, so that nobody else needs to. */
  readonly leads: boolean
}

/** Three-phase commit: how far one has come that does not know the decision. */
export interface State {
  readonly type: 'state'
  readonly transaction: string
  readonly state: MemberState
  readonly recovered: boolean
}

/** Three-phase commit: all have voted yes. */
export interface PreCommit {
  readonly type: 'pre-commit'
  readonly transaction: string
}

/** Participant: that is on its disk. */
export interface PreCommitted {
  readonly type: 'pre-committed'
  readonly transaction: string
}

/** Paxos Commit, to an acceptor: a participant's own vote (ballot 0), or the votes that a leader proposes (phase 2a). */
export interface Accept {
  readonly type: 'accept'
  readonly transaction: string
  readonly ballot: number
  readonly votes: Votes
}

/** Acceptor: it has accepted the votes of these participants (phase 2b). */
export interface Accepted {
  readonly type: 'accepted'
  readonly transaction: string
  readonly ballot: number
  readonly participants: readonly NodeId[]
}

/** A new leader, to an acceptor: promise to take part in no lower ballot (phase 1a). */
export interface TakeOver {
  readonly type: 'take-over'
  readonly transaction: string
  readonly ballot: number
}

/** Acceptor: the ballot that it has promised, which may be a higher one, and what it has accepted (phase 1b). */
export interface Promised {
  readonly type: 'promise'
  readonly transaction: string
  readonly ballot: number
  readonly accepted: Readonly<Record<NodeId, AcceptedVote>>
}

/** Coordinator, to an acceptor: all participants know the decision. */
export interface Forget {
  readonly type: 'forget'
  readonly transaction: string
}

export type AtomicCommitMessage =
  | Prepare
  | Vote
  | Decide
  | Acknowledge
  | Ask
  | State
  | PreCommit
  | PreCommitted
  | Accept
  | Accepted
  | TakeOver
  | Promised
  | Forget
  | ExecutionMessage

/** One line for logs, transcripts and the screen. */
export function describeMessage(message: AtomicCommitMessage): string {
  const { type, transaction } = message
  return [type, transaction, detailOf(message)].filter((part) => part !== '').join(' ')
}

function detailOf(message: AtomicCommitMessage): string {
  switch (message.type) {
    case 'vote':
      return message.vote === 'no' ? `no: ${message.reason}` : message.vote
    case 'decide':
      return message.commit ? 'commit' : 'abort'
    case 'state':
      return `${message.state}${message.recovered ? ', recovered' : ''}`
    case 'accept':
      return `ballot=${message.ballot} ${votesText(message.votes)}`
    case 'accepted':
      return `ballot=${message.ballot} ${message.participants.join(',')}`
    case 'take-over':
      return `ballot=${message.ballot}`
    case 'promise':
      return `ballot=${message.ballot} accepted=[${Object.keys(message.accepted).join(',')}]`
    case 'prepare':
    case 'acknowledge':
    case 'ask':
    case 'pre-commit':
    case 'pre-committed':
    case 'forget':
      return ''
    default:
      return executionDetail(message)
  }
}

function votesText(votes: Votes): string {
  return Object.entries(votes)
    .map(([participant, yes]) => `${participant}=${yes ? 'yes' : 'no'}`)
    .join(' ')
}
