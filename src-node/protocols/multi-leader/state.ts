import type { NodeId } from '../../../src-shared/ids'
import type { UpdateMark } from '../../../src-shared/protocols/numbered-updates/facts'
import type { Plain } from '../contract'
import type { DurableEvents } from '../kit/durable-events'
import type { AppendTimes } from '../replicated-log/lag'
import type { Run, Sessions } from '../replicated-log/sessions'
import type { StateRow, Update } from './messages'
import { nameOfOrigin } from '../numbered-updates/origins'
import type { Vector } from '../numbered-updates/origins'
import type { Route } from './regions'
import type { Settings, Switches } from './settings'
import type { SavedRow, Store } from './store'

/** Everything that a node knows. */
export interface MultiLeaderState extends AppendTimes {
  readonly id: NodeId
  /** The run's nodes, in the order of places and vectors. */
  readonly nodes: readonly NodeId[]
  /** This node's place among them. */
  readonly slot: number
  /** How often its disk was lost or replaced, and as whom it makes updates since. */
  readonly generation: number
  readonly origin: number
  readonly settings: Settings
  switches: Switches
  /** Places of the leaders. */
  readonly leaders: readonly number[]
  /** Place of the leader whom this node follows; its own where it leads. */
  readonly leader: number
  /** This node's clock at the last step. */
  now_us: number

  // On disk.
  /** By origin: how many of its updates this node has, without gaps. */
  seen: number[]
  log: UpdateLog
  store: Store
  /** Which of each client's operations are done: one that comes twice is the same write. */
  sessions: Sessions
  disk: Disk

  // Volatile.
  readonly downstream: readonly Downstream[]
  /** What others had, as far as it has come, by sender. */
  arriving: Map<NodeId, Arriving>
  counters: Counters
}

/** Updates that somebody may still lack, in the order in which this node came by them. */
export interface UpdateLog {
  /** So many came before the first one here. */
  base: number
  /** By origin: the log no longer has its updates up to this one, or never had them. */
  dropped: number[]
  updates: Update[]
}

/** Everything that another node had, until its last piece is here. */
export interface Arriving {
  readonly transfer: number
  readonly seen: Vector
  readonly rows: StateRow[]
}

/** A node to which this one passes updates on. Positions count the updates of the log since its beginning. */
export interface Downstream extends Route {
  readonly node: NodeId
  /** It has said what it has since the connection came up. */
  known: boolean
  /** Of its disk, as far as it has said. */
  generation: number
  /** By origin: how many of its updates it has. */
  seen: Vector
  /** By origin: what it is sent besides, until it has so many; and what it was offered when last asked. */
  off_route: Vector
  offered: Vector
  /** It has everything before this position that it is to be sent. The log may begin later: then it is sent everything. */
  acked: number
  /** Everything before this position was sent. */
  sent: number
  /** `acked` when the retransmission timer last fired. */
  acked_before: number
  transfer: Transfer | null
}

/** Everything that this node had, on its way. */
export interface Transfer {
  readonly id: number
  readonly seen: Vector
  readonly rows: readonly StateRow[]
  /** Rows that the receiver has confirmed. */
  offset: number
  /** Since the retransmission timer last fired: a piece was confirmed, or not, or not and it was sent again. */
  pace: 'moving' | 'stalled' | 'resent'
}

/** Since the node's boot. */
export interface Counters {
  /** Writes that met a concurrent one. */
  conflicts: number
  /** Updates that came again. */
  duplicates: number
  /** Times that updates were sent again. */
  retransmissions: number
  /** Times that everything was sent to a node that lacked too much. */
  states_sent: number
  states_taken_in: number
}

export interface Disk extends DurableEvents {
  /** Records appended since the last snapshot. */
  since_snapshot: number
}

/** What goes to the write-ahead log. */
export type MultiLeaderRecord =
  /** The node took it in, its own or another's. */
  | { readonly kind: 'update'; readonly update: Update }
  /** Follows the snapshot of what a whole state made of this node: once it is on disk, so is the snapshot. */
  | { readonly kind: 'state' }

export interface MultiLeaderSnapshot {
  readonly seen: Vector
  readonly rows: readonly SavedRow[]
  readonly log: { readonly base: number; readonly dropped: Vector; readonly updates: readonly Update[] }
  readonly sessions: readonly SavedSession[]
  readonly [key: string]: Plain | undefined
}

/** `used_at`: position in the log. */
export type SavedSession = readonly [name: string, used_at: number, runs: readonly Readonly<Run>[]]

export function markOf(nodes: readonly NodeId[], { origin, n, operation }: Update): UpdateMark {
  return { origin: nameOfOrigin(origin, nodes), n, operation }
}
