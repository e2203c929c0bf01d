/** Raft's messages (figures 2 and 13 of the paper; pre-vote and timeout-now from the dissertation, §9.6 and §3.10). */
import type { Plain } from '../contract'
import type { Entry } from '../replicated-log/entry'
import type { Membership } from '../replicated-log/membership'

/** "Would you vote for me in `term`?": changes nothing at the receiver. */
export interface PreVote {
  readonly type: 'pre-vote'
  /** The term that the sender would campaign in: one above its own. */
  readonly term: number
  readonly last_index: number
  readonly last_term: number
}

export interface PreVoteReply {
  readonly type: 'pre-vote-reply'
  /** The responder's own term: it promises nothing, so it enters no other. Far below the asker's where it missed elections. */
  readonly term: number
  /** The term that was asked about: what the answer is to. */
  readonly asked_term: number
  readonly granted: boolean
}

export interface RequestVote {
  readonly type: 'request-vote'
  readonly term: number
  readonly last_index: number
  readonly last_term: number
  /** The leader itself or an operator wishes it, so voters need not protect their leader (dissertation §4.2.3). */
  readonly forced: boolean
}

export interface RequestVoteReply {
  readonly type: 'request-vote-reply'
  readonly term: number
  readonly granted: boolean
}

/** Replicates entries; without entries, a heartbeat. */
export interface AppendEntries {
  readonly type: 'append-entries'
  readonly term: number
  readonly previous_index: number
  readonly previous_term: number
  readonly entries: readonly Entry[]
  readonly commit: number
  /** The leader's newest read round; the reply carries it back and so confirms all reads up to it (dissertation §6.4). */
  readonly round: number
}

export interface AppendEntriesReply {
  readonly type: 'append-entries-reply'
  readonly term: number
  readonly success: boolean
  /** Success: the follower's log agrees with the leader's up to here. Failure: the `previous_index` that it lacks. */
  readonly index: number
  /** Failure: an index, and its term, where the logs may still agree; the whole terms in between cannot. */
  readonly hint_index: number
  readonly hint_term: number
  readonly round: number
  /** The follower's: an answer of a new generation does not count, and voids what the follower said before. */
  readonly generation: number
}

/** One piece of a snapshot; pieces go one at a time, each answered before the next. */
export interface InstallSnapshot {
  readonly type: 'install-snapshot'
  readonly term: number
  /** The last entry that the snapshot holds. */
  readonly index: number
  readonly index_term: number
  readonly membership: Membership
  /** Rows before this piece. */
  readonly offset: number
  readonly rows: readonly Plain[]
  readonly done: boolean
}

export interface InstallSnapshotReply {
  readonly type: 'install-snapshot-reply'
  readonly term: number
  readonly index: number
  /** The offset of the piece that this answers, so that an answer to an earlier one is told from it. */
  readonly offset: number
  /** Rows that the follower holds: the next piece's offset, which may be an earlier one. */
  readonly received: number
  /** The follower has everything up to `index`. */
  readonly done: boolean
  /** As in an AppendEntriesReply. */
  readonly generation: number
}

/** From a leader that hands over: campaign at once. */
export interface TimeoutNow {
  readonly type: 'timeout-now'
  readonly term: number
}

/** To a node that asks for a vote and is no member any more. */
export interface Removed {
  readonly type: 'removed'
  /** The sender's own; the receiver enters no other. */
  readonly term: number
  /** The newest entry that the sender knows to be committed. */
  readonly index: number
  readonly index_term: number
}

export type RaftMessage =
  | PreVote
  | PreVoteReply
  | RequestVote
  | RequestVoteReply
  | AppendEntries
  | AppendEntriesReply
  | InstallSnapshot
  | InstallSnapshotReply
  | TimeoutNow
  | Removed

/** One line for logs, transcripts and the screen. */
export function describeMessage(message: RaftMessage): string {
  const head = `${message.type} term=${message.term}`
  switch (message.type) {
    case 'pre-vote':
      return `${head} last=${message.last_index}/${message.last_term}`
    case 'pre-vote-reply':
      return `${head} asked=${message.asked_term} ${message.granted ? 'granted' : 'refused'}`
    case 'request-vote':
      return `${head} last=${message.last_index}/${message.last_term}${message.forced ? ' forced' : ''}`
    case 'request-vote-reply':
      return `${head} ${message.granted ? 'granted' : 'refused'}`
    case 'append-entries':
      return `${head} after=${message.previous_index}/${message.previous_term} ${describeEntries(message.entries)} commit=${message.commit} round=${message.round}`
    case 'append-entries-reply':
      return `${head} ${describeAgreement(message)} round=${message.round}${describeGeneration(message)}`
    case 'install-snapshot':
      return `${head} index=${message.index}/${message.index_term} rows=${message.offset}+${message.rows.length}${message.done ? ' last piece' : ''}`
    case 'install-snapshot-reply':
      return `${head} index=${message.index} rows=${message.offset} received=${message.received}${message.done ? ' done' : ''}${describeGeneration(message)}`
    case 'timeout-now':
      return head
    case 'removed':
      return `${head} commit=${message.index}/${message.index_term}`
  }
}

function describeAgreement({ success, index, hint_index, hint_term }: AppendEntriesReply): string {
  return success ? `match=${index}` : `refused=${index} hint=${hint_index}/${hint_term}`
}

function describeGeneration({ generation }: AppendEntriesReply | InstallSnapshotReply): string {
  return generation > 0 ? ` generation=${generation}` : ''
}

/** `entries=4..6` with the terms where they change, for example `entries=4/2 5..6/3`; `heartbeat` without any. */
export function describeEntries(entries: readonly Entry[]): string {
  if (entries.length === 0) return 'heartbeat'
  const runs: string[] = []
  let first = 0
  for (let at = 1; at <= entries.length; at++) {
    if (entries[at]?.term === entries[first]!.term) continue
    const [from, to] = [entries[first]!, entries[at - 1]!]
    runs.push(`${from.index}${to.index > from.index ? `..${to.index}` : ''}/${from.term}`)
    first = at
  }
  return `entries=${runs.join(',')}`
}
