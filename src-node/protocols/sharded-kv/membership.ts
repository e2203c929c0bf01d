/** Which groups a node hosts, and who takes part in each: the placement service says so, and for itself the order of members. */
import type { NodeId } from '../../../src-shared/ids'
import type { GroupNodes } from '../kit/groups/host'
import { isCountedOn } from '../raft/removal'
import { membersOf } from '../replicated-log/membership'
import type { Core } from './core'
import { hand } from '../kit/groups/waiting'
import { raftOf } from './core'
import { host } from './groups'
import type { GroupName, PlacementState } from './placement/state'
import type { ShardedState } from './state'
import { PLACEMENT, placementNodes } from './state'

/** The groups that a node begins with, and whom each begins with. */
export function foundingGroups(
  { groups }: Pick<PlacementState, 'groups'>,
  initial_nodes: readonly NodeId[],
  { id, settings }: Pick<ShardedState, 'id' | 'settings'>
): ReadonlyMap<GroupName, readonly NodeId[]> {
  const all: [GroupName, readonly NodeId[]][] = [
    [PLACEMENT, placementNodes(initial_nodes, settings)],
    ...[...groups.values()].map(({ name, founders }): [GroupName, readonly NodeId[]] => [name, founders])
  ]
  return new Map(all.filter(([, founders]) => founders.includes(id)))
}

/** Who takes part in the group of a node that starts: until it hears more, whoever did when it began. */
export function groupNodes(founders: readonly NodeId[]): GroupNodes {
  return { nodes: founders, initial_nodes: founders }
}

/** A new map: groups that this node is to host come, and who takes part in others may have changed. */
export function hostMapped(core: Core): void {
  const { state } = core
  for (const { name, nodes, founders } of state.map.map?.groups ?? []) {
    if (raftOf(state, name) !== null) setMembers(core, name, nodes)
    // A founder that was down when the group came counts in its log, whoever has its place by now.
    else if (nodes.includes(state.id) || founders.includes(state.id)) addGroup(core, name, { nodes, initial_nodes: founders })
  }
}

/** Somebody has come or leaves: the placement service follows the order of members. */
export function onMembers(core: Core, nodes: readonly NodeId[], ever: readonly NodeId[]): void {
  const { state } = core
  state.nodes = nodes
  state.ever = ever
  hostPlacement(core)
  const placement = placementNodes(nodes, state.settings)
  for (const [group, { state: raft }] of state.host.groups) setMembers(core, group, group === PLACEMENT ? placement : raft.nodes)
}

/** A node that is one of the placement service's by now takes part in it. */
export function hostPlacement(core: Core): void {
  const { state } = core
  const placement = placementNodes(state.nodes, state.settings)
  if (raftOf(state, PLACEMENT) !== null || !placement.includes(state.id)) return
  const founders = placementNodes(state.given.initial_nodes ?? state.given.nodes, state.settings)
  addGroup(core, PLACEMENT, { nodes: placement, initial_nodes: founders })
}

/** Whoever has taken part in the cluster may be heard. A group keeps the history of its members in its own log. */
function setMembers(core: Core, group: GroupName, members: readonly NodeId[]): void {
  const raft = raftOf(core.state, group)!
  const { ever } = core.state
  const isKnown = raft.ever.length === ever.length && raft.nodes.length === members.length
  if (isKnown && raft.nodes.every((node, at) => node === members[at])) return
  hand(core, group, { kind: 'members', members, ever, history: [members] })
}

function addGroup(core: Core, group: GroupName, nodes: GroupNodes): void {
  const { state, context, effects } = core
  const { ever } = state
  const given = { ...state.given, ...nodes, ever, history: [nodes.nodes], switches: Object.keys(state.switches) }
  effects.push(...host.add(state.host, group, given, context))
}

/** Who takes part in a group as its log says: what a node that starts goes by until a map comes. */
export function followLogs({ host: { groups } }: ShardedState): void {
  for (const { state: raft } of groups.values()) raft.nodes = membersOf(raft.configurations)
}

/** Whether nobody needs this node any more: no group has it by the map, nor counts on it by its log, the placement service included. */
export function mayStop(state: ShardedState): boolean {
  const { id, map, nodes } = state
  if (nodes.includes(id) || map.map === null) return !nodes.includes(id) && state.host.groups.size === 0
  const counts = (group: GroupName): boolean => {
    const raft = raftOf(state, group)
    return raft !== null && isCountedOn(raft)
  }
  return !counts(PLACEMENT) && map.map.groups.every(({ name, nodes }) => !nodes.includes(id) && !counts(name))
}
