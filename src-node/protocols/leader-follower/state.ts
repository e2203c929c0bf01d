/** The whole state of a node: plain data, changed in place by step functions only. */
import type { NodeId } from '../../../src-shared/ids'
import type { description } from '../../../src-shared/protocols/leader-follower/description'
import type { ClientReply } from '../contract'
import type { PiecewiseTransfer } from '../kit/pieces'
import type { SettingsOf, SwitchesOf } from '../kit/settings'
import type { Durability } from '../replicated-log/durability'
import type { Entry } from '../replicated-log/entry'
import type { AppendTimes } from '../replicated-log/lag'
import type { Log } from '../replicated-log/log'
import type { SnapshotRow, StateMachine } from '../replicated-log/state-machine'
import type { Position } from './position'

export type Settings = SettingsOf<typeof description>
export type Switches = SwitchesOf<typeof description>

export type Role = 'leader' | 'follower' | 'candidate'

export interface NodeState {
  readonly id: NodeId
  readonly nodes: readonly NodeId[]
  readonly settings: Settings
  /** See `Boot.generation`. */
  readonly generation: number
  switches: Switches

  // Persistent: every change is appended to the write-ahead log in the same step.
  /** The latest that it has heard of; never goes down. An entry's term is the epoch of the leader that made it. */
  epoch: number
  /** The newest generation in which its log was as complete as its leader's. Lower than its own: it may neither lead nor be counted. */
  complete_generation: number
  log: Log
  /** The newest snapshot, which stands for all entries up to its index; null before the first. */
  snapshot: SavedSnapshot | null

  // Volatile.
  role: Role
  /** Whom it follows; null: it has lost its leader. */
  leader: NodeId | null
  /** Up to here its log may be shown to readers: a leader's has been acknowledged, a follower's is said to have been. */
  commit: number
  /** applied ≤ commit ≤ last index; applied ≤ what is on disk. */
  applied: number
  machine: StateMachine
  disk: Durability
  /** Records that are on disk. */
  synced_records: number
  /** Follower: its log agrees with the leader's up to here. */
  verified: number
  /** Where its log must have come to before it may lead again; null: it may, or no leader has told yet. */
  catch_up_to: number | null
  /** Claims since boot. */
  attempts: number
  /** This node's clock at the last step, and when it last heard from its leader. */
  now_us: number
  last_heard_us: number | null
  /** Entries discarded since boot. */
  discarded: number
  /** Reads that wait for this node to catch up. */
  waiting_reads: WaitingRead[]

  // Each exists exactly while its role lasts.
  /** Candidate: somebody has objected. */
  claim: { objected: boolean } | null
  leading: Leading | null
  /** A leader's whole log that is arriving in pieces. Nothing gives way to it before it is whole. */
  arriving: Arriving | null
}

export interface Arriving {
  readonly index: number
  readonly term: number
  readonly last_index: number
  readonly rows: SnapshotRow[]
  readonly entries: Entry[]
}

/** What only a leader keeps. */
export interface Leading extends AppendTimes {
  /** The last entry of its log when it began: readers see what stands there, whoever acknowledged it. */
  readonly opened: number
  /** So many records must be on disk before anybody may hear of the epoch. */
  readonly opened_records: number
  /** On as many disks as the replication asks for. What it inherited may not be yet. */
  acknowledged: number
  readonly progress: Map<NodeId, Progress>
  /** Requests waiting for the entry at an index to be acknowledged. */
  waiting_writes: Map<number, number>
  /** Retries of writes that it found applied, and their answers, until all that it inherited is acknowledged. */
  waiting_retries: { readonly request: number; readonly answer: ClientReply }[]
}

/** What a leader knows of one follower's log. */
export interface Progress {
  /** The follower's generation: what earlier ones stored may be gone. */
  readonly generation: number
  /** The follower has been caught up in its generation. */
  counts: boolean
  /** Stored by the follower up to here. */
  match: number
  /** The next entry to send. */
  next: number
  /** One message at a time, to find where the logs agree. */
  probing: boolean
  /** probing: a message with entries is unanswered. */
  paused: boolean
  /** The newest commit index that was sent. */
  commit_sent: number
  transfer: Transfer | null
}

/** The leader's whole log, as it was on its disk when the transfer began. */
export interface Transfer extends PiecewiseTransfer {
  readonly snapshot: SavedSnapshot
  /** The entries after the snapshot. */
  readonly tail: readonly Entry[]
}

export interface WaitingRead {
  readonly request: number
  readonly key: string
  /** Where this node's log must have come to. */
  readonly position: Position
  readonly until_us: number
}

/** The state machine after the entry `index` of epoch `term`. */
export type SavedSnapshot = {
  readonly index: number
  readonly term: number
  readonly rows: readonly SnapshotRow[]
}

/** What is written to the write-ahead log. A batch of entries replaces whatever stood at and after its first index. */
export type NodeRecord =
  | { readonly kind: 'epoch'; readonly epoch: number }
  | { readonly kind: 'complete'; readonly generation: number }
  | { readonly kind: 'entries'; readonly entries: readonly Entry[] }
  | { readonly kind: 'truncate'; readonly from_index: number }
  /** After a snapshot with a retained tail: the entry before the first retained one. */
  | { readonly kind: 'base'; readonly index: number; readonly term: number }
