/** What coordinator and participants say to each other. */
import type { HybridTime } from '../../../src-shared/causality/hybrid-clock'
import { detailOf } from './execution/messages'
import type { ExecutionMessage } from './execution/messages'

/** Coordinator: may what has been executed of it here be committed? */
export interface Prepare {
  readonly type: 'prepare'
  readonly transaction: string
  /** The receiver's, as it said when it executed the transaction's first step there. */
  readonly incarnation: number
  /** When it commits, if it does. */
  readonly stamp: HybridTime
}

/** Participant: yes or no. A yes is a promise, and on its disk. */
export type Vote =
  | { readonly type: 'vote'; readonly transaction: string; readonly yes: true }
  | { readonly type: 'vote'; readonly transaction: string; readonly yes: false; readonly reason: string }

/** Coordinator: what becomes of it. */
export interface Decide {
  readonly type: 'decide'
  readonly transaction: string
  readonly commit: boolean
}

/** Participant: the commit is on its disk, and the coordinator may forget it. */
export interface Acknowledge {
  readonly type: 'acknowledge'
  readonly transaction: string
}

/** Participant: it is in doubt about the transaction. */
export interface Ask {
  readonly type: 'ask'
  readonly transaction: string
}

export type AtomicCommitMessage = Prepare | Vote | Decide | Acknowledge | Ask | ExecutionMessage

/** One line for logs, transcripts and the screen. */
export function describeMessage(message: AtomicCommitMessage): string {
  const { type, transaction } = message
  switch (message.type) {
    case 'vote':
      return `vote ${transaction} ${message.yes ? 'yes' : `no: ${message.reason}`}`
    case 'decide':
      return `decide ${transaction} ${message.commit ? 'commit' : 'abort'}`
    case 'prepare':
    case 'acknowledge':
    case 'ask':
      return `${type} ${transaction}`
    default:
      return `${type} ${transaction} ${detailOf(message)}`.trimEnd()
  }
}
