/** The whole state of a Multi-Paxos node: plain data, changed in place by step functions only. */
import type { NodeId } from '../../../src-shared/ids'
import type { Operation } from '../../../src-shared/operations'
import type { description } from '../../../src-shared/protocols/multi-paxos/description'
import type { ClientRequest, Plain } from '../contract'
import type { DurableEvents } from '../kit/durable-events'
import type { OwnMessages } from '../kit/own-messages'
import type { SettingsOf, SwitchesOf } from '../kit/settings'
import type { Entry } from '../replicated-log/entry'
import type { AppendTimes } from '../replicated-log/lag'
import type { Configuration, Membership } from '../replicated-log/membership'
import type { StateMachine, SnapshotRow } from '../replicated-log/state-machine'
import type { MultiPaxosMessage } from './messages'
import type { Slots } from './slots'

export type Settings = SettingsOf<typeof description>
export type Switches = SwitchesOf<typeof description>

export type Role = 'follower' | 'candidate' | 'leader'

export interface MultiPaxosState {
  readonly id: NodeId
  /** Who takes part in the cluster: the leader has the log make them its members. */
  nodes: readonly NodeId[]
  /** Those who take part or did: ballots are numbered by their order, and messages of others ignored. */
  ever: readonly NodeId[]
  /** The members that the log begins with. */
  readonly first_voters: readonly NodeId[]
  readonly settings: Settings
  /** False: its disk is not the one that it wrote last. It learns what is chosen, and neither promises nor accepts nor leads. */
  readonly takes_part: boolean
  switches: Switches

  // Persistent: every change is appended to the write-ahead log in the same step.
  /** The highest ballot that this node has promised; never goes down. */
  promised: number
  slots: Slots
  /** The newest snapshot, which stands for all slots up to its index; null before the first. */
  snapshot: SavedSnapshot | null

  role: Role
  /** Whose ballot it has heard of last, as long as that may lead. */
  leader: NodeId | null
  /** All slots up to here are known to be chosen. */
  commit: number
  /** The newest that is chosen, and its slot: who decides on the slots after that. See configuration.ts. */
  configuration: Configuration
  applied: number
  machine: StateMachine
  readonly disk: Disk
  /** This node's clock at the last step, and when it last heard from the leader. */
  now_us: number
  last_heard_us: number | null
  /** The highest ballot that it has heard of, promised or not. */
  highest: number
  /** Its part in ballot leader election, where that is how leaders are found. */
  ballot_election: BallotElection
  /** Leases by which nodes answer reads on their own; see quorum-lease.ts. */
  readonly quorum_leases: QuorumLeases
  /** What it lacks is on its way; null: it lacks nothing that it knows of. */
  catching_up: CatchingUp | null
  /** Snapshots that others are being sent, by receiver. */
  readonly outgoing: Map<NodeId, SavedSnapshot>

  // Each exists exactly while its role lasts.
  campaign: Campaign | null
  leading: Leading | null
}

export interface Disk extends DurableEvents, OwnMessages<MultiPaxosMessage> {}

/** Rounds in which a node asks all others for their ballots; see ballot-election.ts. */
export interface BallotElection {
  round: number
  /** With which this node may be elected; 0: with none. */
  ballot: number
  /** Who has answered in this round. */
  readonly heard: Map<NodeId, { readonly ballot: number; readonly hears_quorum: boolean }>
  /** In the newest round that is over. */
  hears_quorum: boolean
  /** The leader's, as this node sees it; never goes down. */
  elected: number
  /** A ballot that has kept one of its own from being promised; 0: none has. */
  refused: number
  /** The highest ballot of which it knew when the round began, so that answers tell of it: by its own doing, and by hearsay, too. */
  known: { readonly own: number; readonly any: number }
}

/** Phase 1: who has promised, and what each has accepted. */
export interface Campaign {
  readonly ballot: number
  readonly promises: Map<NodeId, readonly Entry[]>
  /** What clients wait for, of a leader that goes on in the next configuration; null: it has not led, and sends them elsewhere. */
  readonly requests: ClientRequest[] | null
}

export interface CatchingUp {
  asked_us: number
  /** Pieces of a snapshot that are here. */
  arriving: { readonly index: number; readonly rows: Plain[] } | null
}

/** What only a leader keeps. */
export interface Leading {
  /** Found accepted in phase 1, and to be proposed again, by slot. */
  readonly adopted: ReadonlyMap<number, Entry>
  /** Who has promised the ballot. */
  readonly promised_by: readonly NodeId[]
  /** The last slot in which somebody may have accepted something before: gaps up to it are filled, and reads wait until it is applied. */
  readonly opened_at: number
  /** The next slot to propose in. */
  next: number
  /** A stop-sign that is to be proposed next; null: none is. */
  next_membership: Membership | null
  /** Where a stop-sign was proposed: nothing is proposed after it; null: nowhere. */
  stopped_at: number | null
  /** Proposed and not chosen yet, by slot. */
  readonly open: Map<number, OpenSlot>
  open_bytes: number
  /** Chosen after a slot that is not. */
  readonly chosen: Set<number>
  /** Commands without a slot, oldest first. */
  readonly queue: ClientRequest[]
  /** Requests that wait for a slot to be applied. */
  readonly waiting: Map<number, Waiting>
  readonly peers: Map<NodeId, Peer>
  reads: Reads
  lease: Lease
  append_times: AppendTimes['append_times']
}

export interface OpenSlot {
  readonly entry: Entry
  /** By acceptor, whom that has named as holders of a lease. */
  readonly accepted_by: Map<NodeId, readonly NodeId[]>
  readonly sent_us: number
}

export interface Waiting {
  readonly request: number
  /** A read that goes through the log; null: a write. */
  readonly read: Operation | null
}

/** What a leader knows of another node. */
export interface Peer {
  /** How far it knows everything to be chosen. */
  commit: number
  /** What was chosen when the leader came to know it: a node that joins has caught up once it knows that. */
  readonly target: number
  /** The newest read round that it has confirmed. */
  round: number
  /** Heard from since the last check. */
  active: boolean
  answered_us: number | null
}

/** Reads that wait for a quorum: one round of answers confirms all that were registered before it began. */
export interface Reads {
  /** The newest round that was started. */
  round: number
  /** Oldest first; those of the round after `round` wait for it to start. */
  readonly waiting: PendingRead[]
}

export interface PendingRead {
  readonly round: number
  /** Answer from a state that has applied up to here. */
  readonly index: number
  readonly asked: ClientRequest
}

/** For how long the leader is known to be the only one; see lease.ts. */
export interface Lease {
  /** Rounds that no quorum has confirmed yet, oldest first, and when each began by this node's clock. */
  readonly rounds: { readonly round: number; readonly began_us: number }[]
  /** Beginning of the newest confirmed round; null: none. */
  from_us: number | null
  /** Somebody has asked for a lease read since the last heartbeat. */
  is_wanted: boolean
}

export interface QuorumLeases {
  /** That this node has granted, by holder. */
  readonly granted: Map<NodeId, { until_us: number; readonly known_from: number }>
  /** Until then anybody may hold one that it granted before it started. */
  readonly unknown_until_us: number
  /** That it has, by grantor: when it asked, by its own clock, and up to where it may know less than the grantor. */
  readonly held: Map<NodeId, { readonly asked_us: number; readonly known_from: number }>
  /** Whether it has last told that it has enough of them to answer reads. */
  is_holder: boolean
  /** What was chosen when it last asked for leases. */
  commit_when_asked: number
  /** Reads that wait until a slot is applied. */
  waiting: { readonly index: number; readonly asked: ClientRequest; readonly since_us: number }[]
}

export type SavedSnapshot = {
  readonly index: number
  /** The ballot of the last entry that it holds. */
  readonly term: number
  /** The newest that it holds. */
  readonly configuration: Configuration
  readonly rows: readonly SnapshotRow[]
}

/** What goes to the write-ahead log. */
export type MultiPaxosRecord =
  | { readonly kind: 'promise'; readonly ballot: number }
  /** Accepted, or learned to be chosen; all slots up to `commit` are. */
  | { readonly kind: 'slots'; readonly entries: readonly Entry[]; readonly commit: number }
  /** All slots up to here are chosen, and the last of them is a stop-sign. */
  | { readonly kind: 'stopped'; readonly index: number }
  /** First record after a snapshot: slots up to here are gone. */
  | { readonly kind: 'base'; readonly index: number }
