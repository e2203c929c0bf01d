/** What coordinator and participants say to each other. */
import type { Values } from './answers'

/** Coordinator: may all this be committed? */
export interface Prepare {
  readonly type: 'prepare'
  readonly transaction: string
  /** Keys of the receiver, by their full names. */
  readonly reads: readonly string[]
  readonly writes: Readonly<Record<string, string>>
}

/** Participant: yes, and these are the values read, or no. A yes is a promise, and on its disk. */
export type Vote =
  | { readonly type: 'vote'; readonly transaction: string; readonly yes: true; readonly values: Values }
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

export type AtomicCommitMessage = Prepare | Vote | Decide | Acknowledge | Ask

/** One line for logs, transcripts and the screen. */
export function describeMessage(message: AtomicCommitMessage): string {
  const { type, transaction } = message
  switch (message.type) {
    case 'prepare': {
      const writes = Object.entries(message.writes).map(([key, value]) => `${key}=${value}`)
      return `prepare ${transaction} reads=[${message.reads.join(',')}] writes=[${writes.join(',')}]`
    }
    case 'vote':
      return `vote ${transaction} ${message.yes ? 'yes' : `no: ${message.reason}`}`
    case 'decide':
      return `decide ${transaction} ${message.commit ? 'commit' : 'abort'}`
    default:
      return `${type} ${transaction}`
  }
}
