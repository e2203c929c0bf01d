import type { HybridTime } from '../../../src-shared/causality/hybrid-clock'
import type { NodeId } from '../../../src-shared/ids'
import type { description } from '../../../src-shared/protocols/hlc-kv/description'
import type { Plain } from '../contract'
import type { DurableEvents } from '../kit/durable-events'
import type { SettingsOf, SwitchesOf } from '../kit/settings'
import type { Vector } from '../numbered-updates/origins'
import type { Run, Sessions } from '../replicated-log/sessions'
import type { Version, VersionRange } from './messages'
import type { Store } from './store'

export type Switches = SwitchesOf<typeof description>

/** Everything that a node knows. */
export interface HlcState {
  readonly id: NodeId
  /** The run's nodes, in the order of slots and vectors. */
  readonly nodes: readonly NodeId[]
  readonly slot: number
  /** The node with the generation of its disk: as whom it takes writes in. */
  readonly origin: number
  readonly settings: SettingsOf<typeof description>
  switches: Switches
  /** This node's physical clock at the last step. */
  now_us: number

  // On disk.
  /** The hybrid clock never shows this much or more: where it goes on after a restart. */
  bound_us: number
  /** By origin: how many of its versions this node has, without gaps. */
  seen: number[]
  store: Store
  /** Which of each client's operations are done: one that comes twice is the same write. */
  sessions: Sessions
  disk: Disk

  // Volatile.
  clock: HybridTime
  /** By slot: what that node takes in from now on is stamped above. */
  closed: HybridTime[]
  readonly peers: ReadonlyMap<NodeId, Peer>
  waiting: SnapshotRequest[]
  counters: Counters
}

/** Another node, as far as this one knows. */
export interface Peer {
  /** What it last said to have; null: it has said nothing since this node started. */
  told: Vector | null
  /** So many of this node's own versions were sent to it. */
  sent: number
}

/** Waits until all nodes have closed its time. */
export interface SnapshotRequest {
  /** `snapshot`: is answered as of the time. The others: with the newest, once it misses nothing stamped before the time. */
  readonly policy: 'snapshot' | 'bounded' | 'session'
  /** null: a command's, which nobody is answered. */
  readonly request: number | null
  /** The greatest stamp that the client had seen. */
  readonly session: HybridTime | null
  readonly key: string
  readonly at_us: number
  readonly since_us: number
}

/** Since the node's boot. */
export interface Counters {
  stamps_refused: number
  counter_max: number
  clock_advances: number
  snapshot_reads: number
  retransmissions: number
}

export interface Disk extends DurableEvents {
  /** Records that are on disk. */
  durable: number
  /** Records appended since the last snapshot. */
  since_snapshot: number
}

/** What goes to the write-ahead log. */
export type HlcRecord =
  | ({ readonly kind: 'versions' } & Pick<VersionRange, 'origin' | 'upto' | 'versions' | 'horizon_us'>)
  | { readonly kind: 'bound'; readonly bound_us: number }

export interface HlcSnapshot {
  readonly seen: Vector
  readonly bound_us: number
  readonly horizon_us: number
  readonly versions: readonly Version[]
  readonly sessions: readonly SavedSession[]
  readonly [field: string]: Plain | undefined
}

/** `used_at`: how many versions its node had then. */
type SavedSession = readonly [name: string, used_at: number, runs: readonly Readonly<Run>[]]
