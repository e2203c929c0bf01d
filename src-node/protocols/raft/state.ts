/** The whole state of a Raft node: plain data, changed in place by step functions only. */
import type { NodeId } from '../../../src-shared/ids'
import type { Operation } from '../../../src-shared/operations'
import type { description } from '../../../src-shared/protocols/raft/description'
import type { Plain } from '../contract'
import type { DurableEvents } from '../kit/durable-events'
import type { SettingsOf, SwitchesOf } from '../kit/settings'
import type { Durability } from '../replicated-log/durability'
import type { Entry } from '../replicated-log/entry'
import type { EntryId, Log } from '../replicated-log/log'
import type { Progress } from './progress'
import type { Configuration, Membership } from '../replicated-log/membership'
import type { SavedSnapshot } from './saved-snapshot'

export type Settings = SettingsOf<typeof description>
export type Switches = SwitchesOf<typeof description>

export type Role = 'follower' | 'pre-candidate' | 'candidate' | 'leader'

/** Figure 2's state, and what the optimisations of the dissertation need. */
export interface RaftState {
  readonly id: NodeId
  readonly settings: Settings
  /**
   * Above 0: this node's disk was lost or is an older copy, so it may have promised what it does not know: votes, terms, entries. Such a
   * node follows, and neither votes nor campaigns nor counts towards a quorum until it is replaced; the quorum stays that of all
   * voters. Any two quorums then share a node that remembers what it promised to the first.
   */
  readonly generation: number
  switches: Switches

  // Persistent: every change is appended to the write-ahead log in the same step.
  /** Latest term seen; never goes down. */
  term: number
  /** Whom this node voted for in `term`. */
  vote: NodeId | null
  log: Log
  /** The newest snapshot, which stands for all entries up to its index; null before the first. */
  snapshot: SavedSnapshot | null

  // Volatile, on all nodes.
  role: Role
  /** The leader of `term`, once known. */
  leader: NodeId | null
  /** Who takes part, as the cluster is run: the leader makes the configuration follow it. */
  nodes: readonly NodeId[]
  /**
   * Those that take part or did, as far as this node knows. Their messages count, in its configuration or not: it may be the one that
   * is behind (dissertation §4.1). Nobody else may be in a configuration.
   */
  ever: readonly NodeId[]
  /** The configuration before any entry; of a node that came later, nobody. */
  readonly initial: Membership
  /** The newest committed configuration, then those of later entries in the log, oldest first. */
  configurations: Configuration[]
  /** The configuration in force: the newest in the log, committed or not (Raft §6). */
  membership: Membership
  /** A committed entry of a configuration without this node, as another has told; null: nobody has. See removal.ts. */
  committed_without: EntryId | null
  /** applied ≤ commit ≤ last index; the snapshot's index ≤ applied. */
  commit: number
  applied: number
  /** Whatever the log is applied to: its `MachineDefinition` alone looks into it. */
  machine: unknown
  disk: Disk
  /** This node's clock at the last step, and when it last heard from the leader. */
  now_us: number
  last_heard_us: number | null
  /** When it last told how long its election timer runs. */
  timer_told_us: number | null
  readonly freshness: Freshness

  // Volatile, by role: each exists exactly while its role lasts.
  campaign: Campaign | null
  leading: Leading | null
  /** A snapshot that is arriving in pieces. */
  arriving: Arriving | null
}

/** How far this node's own log is on disk, and votes to tell of then, which is when they leave. */
export interface Disk extends Durability, DurableEvents {}

/** How current a follower's state machine is; see freshness.ts. */
export interface Freshness {
  /** Commit index that the leader told last, and when, by this node's clock; null: nothing since the start. */
  told: { readonly commit: number; readonly at_us: number } | null
  /** The newest such moment whose commit index is applied; null: none since the start. */
  as_of_us: number | null
}

/** A (pre-)candidate's votes so far. */
export interface Campaign {
  /** The term asked about: the own one, for pre-votes the next. */
  readonly term: number
  /** Granted or refused by voter. */
  votes: Map<NodeId, boolean>
}

/** What only a leader keeps. */
export interface Leading {
  /** The no-op of this term: reads wait until it is applied (dissertation §6.4). */
  readonly opened_at: number
  /** One for everybody else in a configuration that may still be in force. */
  progress: Map<NodeId, Progress>
  /** How far learners are in catching up. */
  catching_up: Map<NodeId, CatchUp>
  /** Nothing is left to change about who takes part, until something happens. */
  is_settled: boolean
  /** Requests waiting for the entry at an index to be applied. */
  waiting_writes: Map<number, number>
  /** Size of the entries after the commit index. */
  uncommitted_bytes: number
  reads: Reads
  lease: Lease
  /** When log positions were appended, for the lag in time; thinned out as it grows. */
  append_times: { readonly index: number; readonly at_us: number }[]
  /** To whom leadership is being handed over. */
  transfer_to: NodeId | null
  /** timeout-now is on its way. */
  transfer_sent: boolean
  /** It leaves the cluster and has tried to hand over before. */
  has_offered_leadership: boolean
}

/** How far a learner is in catching up; see learners.ts. */
export interface CatchUp {
  /** From 1. */
  round: number
  /** The round ends when the learner has the log up to here. */
  target: number
  began_us: number
  /** `slow`: it has had all its rounds. */
  outcome: 'open' | 'ready' | 'slow'
}

/** Linearizable reads (ReadIndex): one round of replies confirms leadership for all reads registered before it. */
export interface Reads {
  /** The newest round that was started. */
  round: number
  /** Oldest round first. The last batch may belong to the round after `round`, which has not started. */
  batches: ReadBatch[]
  /** Reads in all batches. */
  count: number
}

/** For how long the leader is known to be the only one; see lease.ts. Unused unless leases are on. */
export interface Lease {
  /** Rounds that no quorum has confirmed yet, oldest first, and when each began by this node's clock. */
  rounds: { readonly round: number; readonly began_us: number }[]
  /** Beginning of the newest confirmed round; null: none. */
  from_us: number | null
  /** Somebody has asked for a lease read since the last heartbeat. */
  is_wanted: boolean
  /** Leadership was offered to another, which may campaign at any time from then on. */
  is_void: boolean
}

export interface ReadBatch {
  readonly round: number
  /** Answer from a state that has applied up to here. */
  index: number
  readonly reads: { readonly request: number; readonly operation: Operation }[]
}

export interface Arriving {
  readonly index: number
  readonly rows: Plain[]
}

/** What Raft writes to the write-ahead log. A batch of entries replaces whatever stood at and after its first index. */
export type RaftRecord =
  | { readonly kind: 'hard-state'; readonly term: number; readonly vote: NodeId | null }
  | { readonly kind: 'entries'; readonly entries: readonly Entry[] }
  /** First record after a snapshot with a retained tail: the entry before the first retained one. */
  | { readonly kind: 'base'; readonly index: number; readonly term: number }
