/** What nodes say to each other. Every message carries its sender's epoch. */
import type { Entry } from '../replicated-log/entry'
import type { SnapshotRow } from '../replicated-log/state-machine'

/** Entries of the leader's log that are on its disk; without entries, a heartbeat. */
export interface Stream {
  readonly type: 'stream'
  readonly epoch: number
  readonly previous_index: number
  readonly previous_epoch: number
  readonly entries: readonly Entry[]
  /** Acknowledged up to here: followers may show it. */
  readonly commit: number
  /** After this entry the leader's log holds entries of its own epoch only. */
  readonly opened: number
  /** The follower's generation as the leader knows it: nothing of earlier ones is counted any more. */
  readonly generation: number
}

/** The follower's log agrees with the leader's, and is on disk, up to here. */
export interface Stored {
  readonly type: 'stored'
  readonly epoch: number
  /** The follower's generation; see `Boot.generation`. */
  readonly generation: number
  /** In this generation its log has been as complete as its leader's: it may be counted. */
  readonly caught_up: boolean
  readonly index: number
}

/** The follower has no such entry `index`; the logs may still agree at the hint. */
export interface Refused {
  readonly type: 'refused'
  readonly epoch: number
  readonly generation: number
  readonly index: number
  readonly hint_index: number
  readonly hint_epoch: number
  /** The hint is what its snapshot holds: unless the leader's log has that too, the follower needs all of it. */
  readonly at_snapshot: boolean
}

/** One piece of the leader's whole log: of its snapshot's rows, or of the entries after it. Pieces go one at a time, each answered before the next. */
export interface SnapshotPiece {
  readonly type: 'snapshot'
  readonly epoch: number
  /** The last entry that the snapshot holds. */
  readonly index: number
  readonly index_epoch: number
  /** The last entry of all. */
  readonly last_index: number
  readonly last_epoch: number
  /** Rows and entries before this piece. */
  readonly offset: number
  readonly rows: readonly SnapshotRow[]
  readonly entries: readonly Entry[]
  readonly done: boolean
}

export interface SnapshotReceived {
  readonly type: 'snapshot-received'
  readonly epoch: number
  readonly generation: number
  /** What it answers: the piece at `offset` of this snapshot and what follows it up to `last_index`. */
  readonly index: number
  readonly last_index: number
  readonly offset: number
  /** Rows and entries that the follower holds: the next piece's offset. */
  readonly received: number
  /** The follower has everything up to `last_index`. */
  readonly done: boolean
}

/** To whoever speaks of an epoch that is over. */
export interface Fenced {
  readonly type: 'fenced'
  readonly epoch: number
}

/** "I hear nothing from the leader and would lead; my log ends here." */
export interface Claim {
  readonly type: 'claim'
  readonly epoch: number
  /** Counts the claims of this node since it started; the answer repeats it. */
  readonly attempt: number
  /** In which it would lead. */
  readonly next_epoch: number
  readonly last_index: number
  readonly last_epoch: number
}

export const CLAIM_ANSWERS = ['yields', 'longer', 'hears-leader'] as const

export interface ClaimAnswer {
  readonly type: 'claim-answer'
  readonly epoch: number
  readonly attempt: number
  /** Makes way; has more, and claims itself; hears the leader. */
  readonly answer: (typeof CLAIM_ANSWERS)[number]
}

export type NodeMessage = Stream | Stored | Refused | SnapshotPiece | SnapshotReceived | Fenced | Claim | ClaimAnswer

/** One line for logs, tests and the screen. */
export function describeMessage(message: NodeMessage): string {
  const head = `${message.type} epoch=${message.epoch}`
  switch (message.type) {
    case 'stream':
      return `${head} after=${message.previous_index}/${message.previous_epoch} ${describeEntries(message.entries)} commit=${message.commit}`
    case 'stored':
      return `${head} index=${message.index}`
    case 'refused':
      return `${head} index=${message.index} hint=${message.hint_index}/${message.hint_epoch}`
    case 'snapshot':
      return `${head} index=${message.index}/${message.index_epoch} rows=${message.offset}+${message.rows.length + message.entries.length}${message.done ? ' last piece' : ''}`
    case 'snapshot-received':
      return `${head} index=${message.index} received=${message.received}${message.done ? ' done' : ''}`
    case 'fenced':
      return head
    case 'claim':
      return `${head} last=${message.last_index}/${message.last_epoch}`
    case 'claim-answer':
      return `${head} ${message.answer}`
  }
}

function describeEntries(entries: readonly Entry[]): string {
  const [first, last] = [entries[0], entries.at(-1)]
  if (first === undefined || last === undefined) return 'heartbeat'
  return first === last
    ? `entry=${first.index}/${first.term}`
    : `entries=${first.index}/${first.term}..${last.index}/${last.term}`
}
