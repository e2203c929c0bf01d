import type { NodeId } from '../../../src-shared/ids'
import type { DurableEvents } from '../kit/durable-events'
import type { MembershipState } from '../membership/state'
import type { Fetch } from './messages'
import type { Placement } from '../../../src-shared/protocols/quorum/placement'
import type { Settings, Switches } from './settings'
import type { Store } from './store'
import type { Row, Version } from './version'

/** Replicas of a range, any R and any W of which meet. */
export type ReplicaSet = readonly NodeId[]

/** So many of these replicas must answer. */
export interface Quorum {
  readonly replicas: ReplicaSet
  /** Those of them that count. */
  readonly counted: ReplicaSet
  readonly needed: number
}

/** Everything that a node knows. */
export interface QuorumState {
  readonly id: NodeId
  /** The list of members after each change; its last place is the epoch. */
  history: readonly (readonly NodeId[])[]
  /** Those who take part now. */
  nodes: readonly NodeId[]
  /** Those who do or did, in the order of slots and vectors. */
  ever: readonly NodeId[]
  /** This node's place among them. */
  slot: number
  readonly settings: Settings
  /** On the members of now. */
  placement: Placement
  /** Of each range: the sets of replicas that count, the newest last; see views.ts. */
  sets: ReplicaSet[][]
  /** Of each range: the nodes of all these sets. */
  replicas: ReplicaSet[]
  switches: Switches
  /** This node's clock at the last step. */
  now_us: number

  /** Which disk of the node this is; see `Boot.generation`. */
  readonly generation: number

  // On disk.
  store: Store
  /** Rows that a replica missed, by replica and key. */
  hints: Map<NodeId, Map<string, KeptHint>>
  disk: Disk
  /** Ranges that are being rebuilt. */
  rebuilding: Map<number, Progress>
  /** Of each range: the last epoch at which all its replicas were ready, as far as this node knows. */
  complete: number[]
  /** Of each range: the last epoch for which this node was ready as its replica. */
  ready_at: number[]
  /** Of each range: the epoch since which its rows here have been taken in, as far as the node may still need to know; see returning.ts. */
  kept_since: number[]

  // Volatile.
  /** Ranges that move here. */
  moving: Map<number, Progress>
  /** How often this node has asked for ranges that it lacks. */
  fetch_turn: number
  /** Chunks that others have asked for and that the throttle holds back, oldest first, by who asks for which range. */
  waiting_fetches: Map<string, WaitingFetch>
  /** When the throttle lets the next chunk go. */
  next_chunk_us: number
  /** Replicas that are ready for the newest epoch, by range. */
  ready: Map<number, Set<NodeId>>
  /** What this node knows of the others by SWIM; null: it does not run it. */
  swim: MembershipState | null
  /** Nodes that are down by that. */
  readonly down: Set<NodeId>
  /** Operations that this node coordinates, by number. */
  open: Map<number, OpenWrite | OpenRead>
  next_id: number
  /** Which replicas have the tombstones that this node would like to forget, by key; see tombstones.ts. */
  tombstone_acks: Map<string, TombstoneAcks>
  /** The newest tombstones that were forgotten, by key: none of them, and nothing that they delete, is news. */
  forgotten: Map<string, Row>
  /** Stamp of this node's newest version: no two are alike. */
  last_stamp_us: number
  /** Versions of its newest writes, by `client:op`: one that comes twice is the same write. */
  recent: Map<string, Version>
  /** Whom to compare trees with next. */
  anti_entropy_turn: number
  counters: Counters
}

/** What a replica missed of a key. */
export type KeptHint = {
  readonly row: Row
  /** How old the row may be at most, by the clock of whoever took it from a client. */
  readonly as_of_us: number
}

export interface WaitingFetch {
  readonly from: NodeId
  readonly fetch: Fetch
}

export interface TombstoneAcks {
  /** Of the tombstones that the others are asked to have. */
  readonly hash: number
  /** Other replicas that have them on disk. */
  readonly acked_by: Set<NodeId>
  /** When the last of them told; null: not all have. */
  complete_us: number | null
}

/** Since the node's boot. */
export interface Counters {
  repairs: number
  hints_stored: number
  hints_delivered: number
  ranges_compared: number
  rows_moved: number
  bytes_moved: number
  rows_fetched: number
  bytes_fetched: number
  /** Writes, reads and repairs as a replica. */
  requests: number
}

export interface Disk extends DurableEvents {
  /** How many of the records are on disk. */
  durable: number
  /** Records appended since the last snapshot. */
  since_snapshot: number
  own_copies: OwnCopy[]
  /** Ranges for which this node is ready once so many records are on disk. */
  ready: { readonly records: number; readonly range: number }[]
}

/** How far a range has been fetched. */
export interface Progress {
  /** By node that is asked: the key up to which its rows are here, or null: all are. */
  readonly cursors: Map<NodeId, string | null>
  /** What has come, which is taken in once enough nodes have sent all. */
  readonly rows: Map<string, Row>
  /** What was sent for it, rows that several nodes have once for each. */
  bytes: number
}

/** An operation of which this node's own copy, or its hint as a stand-in, is on disk once so many records are. */
export interface OwnCopy {
  readonly records: number
  readonly id: number
  readonly row: Row
}

interface OpenOperation {
  readonly id: number
  readonly request: number
  /** The client operation, as `client:op`. */
  readonly operation: string
  readonly key: string
  /** All nodes that are asked. */
  replicas: ReplicaSet
  /** What it waits for. */
  quorums: readonly Quorum[]
  readonly policy: string | undefined
  /** This node's clock at its beginning. */
  readonly begun_us: number
  answered: boolean
}

export interface OpenWrite extends OpenOperation {
  readonly kind: 'write'
  readonly version: Version
  /** What replicas are sent: the version, and its siblings that this node knows. */
  readonly row: Row
  /** Replicas that have it on disk. */
  stored_by: Set<NodeId>
  /** Nodes beyond the replicas that were not asked to stand in yet, nearest first. */
  spare: NodeId[]
  /** Which replica each node that was asked is to stand in for. */
  asked: Map<NodeId, NodeId>
  /** Silent replicas, and who has a hint for each on disk in their stead. */
  hinted_by: Map<NodeId, NodeId>
  /** Silent replicas for which nobody was left to stand in. The hint is here, on a disk that counts already. */
  hinted_here: Set<NodeId>
}

export interface OpenRead extends OpenOperation {
  readonly kind: 'read'
  /** What each replica is known to have on disk: its answer, or what it has been brought up to since. */
  found: Map<NodeId, Row>
  /** What each replica was sent to repair it; it has not said yet that it is on its disk. */
  repairing: Map<NodeId, Row>
  /** What the client will be told; null until enough replicas have answered. */
  answer: Row | null
}

/** What goes to the write-ahead log. */
export type QuorumRecord =
  /** The row as it is from now on; empty: forgotten. */
  | { readonly kind: 'row'; readonly key: string; readonly row: Row }
  /** What the replica has missed of this key; empty: nothing any more. */
  | { readonly kind: 'hint'; readonly to: NodeId; readonly key: string; readonly hint: KeptHint }
  /** What a lost or older disk lacked has been fetched from other replicas. */
  | { readonly kind: 'rebuilt' }
  /** This node has the range as a replica of this epoch. */
  | { readonly kind: 'ready'; readonly range: number; readonly epoch: number }
  /** All replicas of this epoch have the range. */
  | { readonly kind: 'complete'; readonly range: number; readonly epoch: number }
  /** At this epoch the node had nothing of the range: what it has now it has taken in since. */
  | { readonly kind: 'began'; readonly range: number; readonly epoch: number }

export type QuorumSnapshot = {
  readonly rows: readonly (readonly [key: string, row: Row])[]
  readonly hints: readonly (readonly [to: NodeId, key: string, hint: KeptHint])[]
  readonly count_forgotten: number
  /** Which disk it was written to. */
  readonly generation: number
  readonly is_rebuilt: boolean
  /** Absent while the members are those that the run began with. */
  readonly complete?: readonly number[]
  readonly ready_at?: readonly number[]
  readonly kept_since?: readonly number[]
}
