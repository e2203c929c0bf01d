/** What a node that hosts many groups of one protocol keeps, sends and writes. */
import type { NodeId } from '../../../../src-shared/ids'
import type { Plain, ProtocolMessage } from '../../contract'

export type GroupId = string

/** What a session brings along: the newest token of each group that gave it one. */
export type GroupTokens = ReadonlyMap<GroupId, string>

export interface HostState<State, LogRecord extends Plain, Snapshot extends Plain> {
  readonly groups: Map<GroupId, Hosted<State, LogRecord, Snapshot>>
  /** Records appended to the shared log since boot. */
  records: number
  /** Once so many of them are on disk, so many of the group's are. Oldest first. */
  appended: { readonly records: number; readonly group: GroupId; readonly group_records: number }[]
  /** Snapshots of groups in the shared log since it was written anew. */
  snapshots_in_log: number
  /** What the sessions of open requests brought along, where they did. */
  readonly tokens: Map<number, GroupTokens>
}

/** One group on this node. */
export interface Hosted<State, LogRecord extends Plain, Snapshot extends Plain> {
  readonly state: State
  /** Records that it has appended since boot. */
  records: number
  /** What its recovery must see: kept, by reference, to write the shared log anew. */
  saved: Saved<LogRecord, Snapshot>
}

export interface Saved<LogRecord extends Plain, Snapshot extends Plain> {
  readonly snapshot: Snapshot | null
  readonly records: LogRecord[]
  /** Whom it began with, where it came while the node ran; absent: it is there from the start. */
  readonly founders?: readonly NodeId[]
}

/** All that a step has to say to a peer, whichever groups say it. */
export interface GroupsMessage<Message extends ProtocolMessage> {
  readonly type: 'groups'
  readonly parts: readonly Part<Message>[]
}

export type Part<Message> = readonly [group: GroupId, message: Message]

/** What goes to the shared log: a group's record, a snapshot that replaces all that the group wrote before, or that a group has come. */
export type HostRecord<LogRecord extends Plain, Snapshot extends Plain> =
  | { readonly group: GroupId; readonly record: LogRecord }
  | { readonly group: GroupId; readonly snapshot: Snapshot; readonly records: readonly LogRecord[] }
  | { readonly group: GroupId; readonly founders: readonly NodeId[] }

/** Every group's snapshot, where it has one; their records follow it in the log. */
export type HostSnapshot<Snapshot extends Plain> = {
  readonly snapshots: readonly (readonly [group: GroupId, snapshot: Snapshot | null])[]
  /** Groups that have come, and whom they began with; absent: none. */
  readonly founders?: readonly (readonly [group: GroupId, founders: readonly NodeId[]])[]
}
