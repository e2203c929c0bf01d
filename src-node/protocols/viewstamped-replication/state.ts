/** The whole state of a node: plain data, changed in place by step functions only. All but the number of its view is in memory alone. */
import type { NodeId } from '../../../src-shared/ids'
import type { Operation } from '../../../src-shared/operations'
import type { description } from '../../../src-shared/protocols/viewstamped-replication/description'
import type { Plain } from '../contract'
import type { SettingsOf, SwitchesOf } from '../kit/settings'
import type { AppendTimes } from '../replicated-log/lag'
import type { Log } from '../replicated-log/log'
import type { SnapshotRow, StateMachine } from '../replicated-log/state-machine'
import type { DoViewChange, RecoveryResponse } from './messages'

export type Settings = SettingsOf<typeof description>
export type Switches = SwitchesOf<typeof description>

/** `view-change`: it has left a view and is not part of the next yet. */
export type Status = 'normal' | 'view-change' | 'recovering'

export interface ViewstampedState {
  readonly id: NodeId
  /** Everybody: nodes are primary in this order. */
  readonly nodes: readonly NodeId[]
  readonly settings: Settings
  switches: Switches

  /** On disk as well, from before anybody hears of it: a node that restarts goes back to no earlier one. */
  view: number
  readonly disk: { records: number }

  status: Status
  /** The last view of which it was part: its log is a beginning of that view's. */
  last_normal: number
  /** An entry's index is its op-number, its term the view in which it was given. */
  log: Log
  /** Op-number up to which everything is committed. */
  commit: number
  applied: number
  machine: StateMachine
  /** The newest; null before the first. */
  checkpoint: Checkpoint | null
  now_us: number

  // Each exists exactly while it is under way.
  leading: Leading | null
  change: ViewChange | null
  recovery: Recovery | null
  fetching: Fetching | null
  /** Checkpoints that others are being sent, by receiver. */
  readonly outgoing: Map<NodeId, Checkpoint>
}

/** A change to the node's view, of which it has not heard that it is over. */
export interface ViewChange {
  /** Who wants the view, this node among them. */
  readonly wanted_by: Set<NodeId>
  /** The next primary's: whose log it knows. */
  readonly logs: Map<NodeId, DoViewChange>
  /** It has sent its log to the next primary. */
  sent: boolean
}

export interface Recovery {
  /** Names this recovery: answers to an earlier one do not count. */
  readonly nonce: number
  readonly answers: Map<NodeId, RecoveryResponse>
  /** Something has come since the timer ran out last. */
  progress: boolean
}

/** What it lacks is on its way. */
export interface Fetching {
  readonly from: NodeId
  asked_us: number
  /** Pieces of a checkpoint that are here. */
  arriving: { readonly index: number; readonly rows: Plain[] } | null
}

/** What only a primary keeps. */
export interface Leading {
  /** Requests up to here were sent to all. */
  sent: number
  /** Requests of clients that wait for an op-number to be carried out. */
  readonly waiting: Map<number, Waiting>
  readonly peers: Map<NodeId, Peer>
  append_times: AppendTimes['append_times']
}

export interface Waiting {
  readonly request: number
  /** null: a write. */
  readonly read: Operation | null
}

/** What a primary knows of another node. */
export interface Peer {
  /** It has the view's log up to here. */
  op: number
  answered_us: number | null
}

export type Checkpoint = {
  readonly index: number
  /** The view of the last request that it holds. */
  readonly term: number
  readonly rows: readonly SnapshotRow[]
}

/** What goes to disk. The first says that the node has been there before. */
export type ViewstampedRecord = { readonly kind: 'view'; readonly view: number }
