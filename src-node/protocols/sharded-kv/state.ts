/** The whole state of a node of a sharded store: plain data, changed in place by steps only. */
import type { NodeId } from '../../../src-shared/ids'
import type { description } from '../../../src-shared/protocols/sharded-kv/description'
import type { ClientMap, KeyOrHash } from '../../../src-shared/wire/client-map'
import type { Boot, Effect, Plain } from '../contract'
import type { GroupsMessage, HostRecord, HostSnapshot, HostState } from '../kit/groups/state'
import type { SettingsOf, SwitchesOf } from '../kit/settings'
import type { MembershipMessage } from '../membership/messages'
import type { MembershipState } from '../membership/state'
import type { RaftMessage } from '../raft/messages'
import type { SavedSnapshot } from '../raft/saved-snapshot'
import type { RaftRecord, RaftState } from '../raft/state'
import type { NodeMap } from './node-map'
import type { Loads } from './placement/loads'
import type { MoveOrder, PlacementMessage } from './placement/messages'
import type { OwnersMemory } from './placement/planner'
import type { Refusals } from './placement/range-planner'
import type { GroupName, MoveId, PlacementState, RangeChange } from './placement/state'
import type { Told } from './placement/tell'
import type { MoveMessage, ShardPosition } from './shards/messages'
import type { TargetState } from './shards/position'

export type Settings = SettingsOf<typeof description>
export type Switches = SwitchesOf<typeof description>

export type ShardedMessage = GroupsMessage<RaftMessage> | PlacementMessage | MoveMessage | ShardPosition
export type ShardedRecord = HostRecord<RaftRecord, SavedSnapshot>
export type ShardedSnapshot = HostSnapshot<SavedSnapshot>
/** SWIM's messages among them. */
export type ShardedEffect = Effect<ShardedMessage | MembershipMessage, ShardedRecord, ShardedSnapshot>
export type ShardedBoot = Boot<ShardedRecord, ShardedSnapshot>

/** The group of the placement service; all others own shards. */
export const PLACEMENT = 'placement'

export interface ShardedState {
  readonly id: NodeId
  readonly settings: Settings
  switches: Switches
  /** What groups that come while the node runs are told. */
  readonly given: Omit<Boot<Plain, Plain>, 'recovered'>
  /** Who takes part, and everybody who does or did. */
  nodes: readonly NodeId[]
  ever: readonly NodeId[]
  /** The first map: a function of what the run began with. */
  readonly initial: PlacementState
  readonly host: HostState<RaftState, RaftRecord, SavedSnapshot>

  // All that follows is volatile: a node that starts learns it anew.
  /** What this node knows of the others by SWIM; null: it does not run it. */
  readonly swim: MembershipState | null
  /** Nodes that are dead by that, and since when. */
  readonly dead_since: Map<NodeId, number>
  readonly map: NodeMap
  /** The map as clients get it; null: no client has needed it. */
  client_map: ClientMap | null
  /** What the placement service wants of moves of the groups that this node leads. */
  orders: ReadonlyMap<MoveId, MoveOrder>
  /** Splits and merges that it wants of groups that this node leads. */
  range_orders: readonly RangeChange[]
  /** Moves that were reported last and are over. */
  over: ReadonlySet<MoveId>
  readonly proposals: Proposals
  /** Moves whose source this node leads. */
  readonly sending: Map<MoveId, Sending>
  /** Moves whose target this node leads, and who waits for an answer once what it sent is applied. */
  readonly asked: Map<MoveId, Asked>
  /** Nothing more of moving shards is sent before. */
  next_part_us: number
  /** Sent of moving shards since the start. */
  moved_bytes: number
  /** Requests under way of clients, which a redirect tells where to go. */
  readonly requests: Map<number, OpenRequest>
  /** What only the leader of the placement service keeps; null: this node does not lead it. */
  leading: PlacementLeading | null
}

/** Commands that this node has handed its groups, until they are applied or lost. */
export interface Proposals {
  /** Counts down from -1, so that none is taken for a client's request. */
  last: number
  readonly open: Map<number, string>
  /** What is open, by what it is: nothing is proposed twice at a time. */
  readonly keys: Set<string>
}

export interface Sending {
  readonly keys: readonly string[]
  /** Null: it has not answered yet. */
  target: TargetState | null
  /** Parts of catching up that it has taken. */
  rounds: number
  /** When something was sent that is not answered yet; null: nothing. */
  waits_since_us: number | null
  /** How long the last answer took; 0: there is none yet. */
  round_trip_us: number
  /** Whom it is sent to. */
  to: NodeId | null
  /** Rows and bytes that are sent. */
  sent_keys: number
  sent_bytes: number
}

export interface Asked {
  readonly from_node: NodeId
  readonly message: MoveMessage
}

export interface OpenRequest {
  /** What the node that answers is looked for by. */
  readonly at: KeyOrHash
  readonly map_epoch: number | undefined
}

export interface PlacementLeading {
  readonly term: number
  readonly since_us: number
  /** When each node reported last. */
  readonly heard: Map<NodeId, number>
  readonly loads: Loads
  readonly memory: OwnersMemory
  readonly told: Told
  readonly refusals: Refusals
  /** Epoch of the map that was sent to everybody last. */
  pushed: number
  /** The newest move, split or merge that was ordered without being asked for. */
  ordered: MoveId
  /** Moves, splits and merges under way when it planned last. */
  open_changes: number
}

/** The nodes of the placement service, given who takes part: so many, if there are. */
export function placementNodes(
  nodes: readonly NodeId[],
  { placement_nodes }: Pick<Settings, 'placement_nodes'>
): readonly NodeId[] {
  return nodes.slice(0, placement_nodes)
}

/** The nodes of a group by the newest map; of one that is not in it, nobody. */
export function nodesOf({ map, initial }: ShardedState, group: GroupName): readonly NodeId[] {
  const groups = map.map?.groups ?? [...initial.groups.values()]
  return groups.find(({ name }) => name === group)?.nodes ?? []
}
