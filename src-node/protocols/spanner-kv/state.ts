/** The whole state of a node: plain data, changed in place by steps only. */
import type { NodeId } from '../../../src-shared/ids'
import type { description } from '../../../src-shared/protocols/spanner-kv/description'
import type { Boot, ClientReply, Effect } from '../contract'
import type { GroupId, HostRecord, HostSnapshot, HostState } from '../kit/groups/state'
import type { TimeClient } from '../kit/clock-sync/client'
import type { SettingsOf, SwitchesOf } from '../kit/settings'
import type { SpannerMessage } from './messages'
import type { SavedSnapshot } from '../raft/saved-snapshot'
import type { RaftRecord, RaftState } from '../raft/state'

export type Settings = SettingsOf<typeof description>
export type Switches = SwitchesOf<typeof description>

export type SpannerRecord = HostRecord<RaftRecord, SavedSnapshot>
export type SpannerSnapshot = HostSnapshot<SavedSnapshot>
export type SpannerEffect = Effect<SpannerMessage, SpannerRecord, SpannerSnapshot>
export type SpannerBoot = Boot<SpannerRecord, SpannerSnapshot>

export interface SpannerState {
  readonly id: NodeId
  readonly settings: Settings
  switches: Switches
  readonly nodes: readonly NodeId[]
  /** What the scenario made of this member; undefined: a replica. */
  readonly role: string | undefined
  /** Those that keep data. */
  readonly replicas: readonly NodeId[]
  readonly groups: readonly GroupId[]
  readonly host: HostState<RaftState, RaftRecord, SavedSnapshot>
  /** This node's clock at the last step. */
  now_us: number
  /** Of a time master alone. */
  readonly master: Master | null
  /** What the time masters have told. */
  readonly clock: TimeClient
  /** Masters that answer, and those of them that cannot be right. */
  readonly heard: Set<NodeId>
  readonly refused: Set<NodeId>

  // All that follows is volatile: clients ask again.
  /** The greatest timestamp that this node has given out in each group since it started. */
  readonly given_us: Map<GroupId, number>
  readonly advances: Advances
  /** Writes that wait for replication, or for their timestamp to be past; by request. */
  readonly writes: Map<number, OpenWrite>
  /** Reads of the newest version that the group has yet to confirm; by request. */
  readonly reads: Map<number, OpenRead>
  /** Those of them whose version is known, but perhaps not past. */
  held_reads: HeldRead[]
  /** Snapshots that wait for the safe time. */
  snapshots: OpenSnapshot[]
  /** Mean of the last commit waits; null: there was none. */
  recent_wait_ms: number | null
}

export interface Master {
  /** Since when nothing corrects its clock; null: something does. */
  unsure_since_us: number | null
}

/** Entries on their way that move a safe time on. */
export interface Advances {
  /** Counts down from -1, so that none is taken for a client's request. */
  last: number
  readonly open: Map<number, GroupId>
}

export interface OpenWrite {
  readonly request: number
  readonly group: GroupId
  /** `client:op`. */
  readonly operation: string
  readonly key: string
  /** Its timestamp. */
  readonly at_us: number
  /** When it was stamped, by this node's clock, and how wide the doubt was. */
  readonly stamped_us: number
  readonly epsilon_us: number
  /** When its timestamp was found to be past; null: it may not be. */
  past_us: number | null
  /** When a quorum had it, and what it came to; null: not yet. */
  replicated: { readonly now_us: number; readonly reply: ClientReply } | null
}

export interface OpenRead {
  readonly group: GroupId
  readonly operation: string
  readonly key: string
}

export interface HeldRead extends OpenRead {
  readonly request: number
  readonly value: string | null
  /** Null: the key has no version. */
  readonly version_us: number | null
}

export interface OpenSnapshot {
  readonly request: number
  readonly operation: string
  readonly keys: readonly string[]
  /** It is a read of one key, not of several. */
  readonly is_single: boolean
  /** As of when. */
  readonly at_us: number
  /** When it came, by this node's clock. */
  readonly began_us: number
}
