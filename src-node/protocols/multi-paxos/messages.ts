/** What nodes say to each other (Lamport 2001, §2.2 and §3). */
import type { NodeId } from '../../../src-shared/ids'
import type { Plain } from '../contract'
import type { Entry } from '../replicated-log/entry'
import type { Configuration } from '../replicated-log/membership'
import { membershipText } from '../replicated-log/membership'

/** Phase 1a, for all slots after `commit` at once: promise to accept nothing below the ballot. */
export interface Prepare {
  readonly type: 'prepare'
  readonly ballot: number
  /** All slots up to here are known to be chosen. */
  readonly commit: number
  /** By which the sender goes: the slot of its stop-sign; 0: the first. */
  readonly configuration: number
}

/** Phase 1b. */
export interface Promise_ {
  readonly type: 'promise'
  readonly ballot: number
  /** What it has accepted in slots after the `commit` that it was asked about; each entry's term is the ballot of that. */
  readonly entries: readonly Entry[]
}

/** Phase 2a for any slots; without entries, a heartbeat. */
export interface Accept {
  readonly type: 'accept'
  readonly ballot: number
  readonly entries: readonly Entry[]
  readonly commit: number
  /** As in `prepare`. */
  readonly configuration: number
  /** The leader's newest read round; the answer carries it back and so confirms all reads up to it. */
  readonly round: number
}

/** Phase 2b. */
export interface AcceptedReply {
  readonly type: 'accepted'
  readonly ballot: number
  readonly slots: readonly number[]
  /** How far the sender knows everything to be chosen. */
  readonly commit: number
  readonly round: number
  /** Who may hold a quorum lease of the sender: they must have accepted, too. */
  readonly holders: readonly NodeId[]
}

/** The ballot is not promised, or nothing is accepted in it any more. */
export interface Refuse {
  readonly type: 'refuse'
  readonly ballot: number
  /** The highest that the sender has promised; not above `ballot`: it has another reason. */
  readonly promised: number
  /** Slots up to here are chosen, and the sender no longer has them one by one, or goes by the configuration of the last. 0: that is not why. */
  readonly compacted: number
}

/** Ballot leader election: what is your ballot, and do you hear a quorum? */
export interface HeartbeatRequest {
  readonly type: 'heartbeat-request'
  readonly round: number
}

export interface HeartbeatReply {
  readonly type: 'heartbeat-reply'
  /** The asker's. */
  readonly round: number
  /** With which the sender may be elected; 0: with none. */
  readonly ballot: number
  /** In the sender's newest round that is over. */
  readonly hears_quorum: boolean
}

/** A member would like to answer reads by itself. */
export interface LeaseRequest {
  readonly type: 'lease-request'
  /** By its own clock. */
  readonly asked_us: number
  /** As in `prepare`. */
  readonly configuration: number
}

export interface LeaseGrant {
  readonly type: 'lease-grant'
  /** The asker's. */
  readonly asked_us: number
  readonly configuration: number
  /** All that the sender has accepted in later slots names the holder. */
  readonly known_from: number
}

/** A node that lacks what is chosen after `commit` asks for it. */
export interface CatchUp {
  readonly type: 'catch-up'
  readonly commit: number
  /** The snapshot that is arriving, and how many of its rows are here; 0: none. */
  readonly snapshot: number
  readonly offset: number
}

/** What is chosen, slot after slot. */
export interface Chosen {
  readonly type: 'chosen'
  readonly entries: readonly Entry[]
  readonly commit: number
}

/** One piece of a snapshot. */
export interface SnapshotPiece {
  readonly type: 'snapshot'
  readonly index: number
  readonly term: number
  readonly configuration: Configuration
  readonly offset: number
  readonly rows: readonly Plain[]
  readonly done: boolean
}

export type MultiPaxosMessage =
  | Prepare
  | Promise_
  | Accept
  | AcceptedReply
  | Refuse
  | CatchUp
  | Chosen
  | SnapshotPiece
  | HeartbeatRequest
  | HeartbeatReply
  | LeaseRequest
  | LeaseGrant

/** Only the ballot's owner prepares it and asks for acceptance in it. */
export function claimsBallot({ type }: MultiPaxosMessage): boolean {
  return type === 'prepare' || type === 'accept'
}

/** One line that names a message and its main fields. */
export function describeMessage(message: MultiPaxosMessage): string {
  switch (message.type) {
    case 'prepare':
      return `prepare ${message.ballot} for slots after ${message.commit}${configurationText(message)}`
    case 'promise':
      return `promise ${message.ballot}: ${message.entries.length === 0 ? 'nothing accepted' : `accepted ${entriesText(message.entries)}`}`
    case 'accept':
      return `accept ${message.ballot} ${message.entries.length === 0 ? 'heartbeat' : entriesText(message.entries)} commit=${message.commit} round=${message.round}${configurationText(message)}`
    case 'accepted':
      return `accepted ${message.ballot} slots=${message.slots.join(',') || 'none'} commit=${message.commit} round=${message.round}${holdersText(message)}`
    case 'refuse':
      return `refuse ${message.ballot}: promised ${message.promised}${message.compacted > 0 ? `, compacted up to ${message.compacted}` : ''}`
    case 'heartbeat-request':
      return `heartbeat-request round=${message.round}`
    case 'heartbeat-reply':
      return `heartbeat-reply round=${message.round} ballot=${message.ballot}${message.hears_quorum ? ' hears a quorum' : ''}`
    case 'lease-request':
      return `lease-request asked at ${message.asked_us} µs${configurationText(message)}`
    case 'lease-grant':
      return `lease-grant asked at ${message.asked_us} µs known from ${message.known_from}${configurationText(message)}`
    case 'catch-up':
      return `catch-up after ${message.commit}${message.snapshot > 0 ? ` snapshot=${message.snapshot} rows=${message.offset}` : ''}`
    case 'chosen':
      return `chosen ${entriesText(message.entries)} commit=${message.commit}`
    case 'snapshot':
      return `snapshot up to ${message.index}/${message.term} rows=${message.offset}+${message.rows.length}${message.done ? ' last piece' : ''}`
  }
}

/** Nothing of the first one. */
function configurationText({ configuration }: Prepare | Accept | LeaseRequest | LeaseGrant): string {
  return configuration === 0 ? '' : ` configuration=${configuration}`
}

function holdersText({ holders }: AcceptedReply): string {
  return holders.length === 0 ? '' : ` holders=${holders.join(',')}`
}

/** `slot/ballot` of each entry; a no-op and a stop-sign are marked. */
export function entriesText(entries: readonly Entry[]): string {
  return entries.map((entry) => `${entry.index}/${entry.term}${markText(entry)}`).join(', ')
}

function markText({ operation, membership }: Entry): string {
  if (membership !== undefined) return ` stop-sign [${membershipText(membership)}]`
  return operation === null ? ' no-op' : ''
}
