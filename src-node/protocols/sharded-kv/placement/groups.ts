/** Which nodes make up groups: at the start, and when members come and go. */
import type { NodeId } from '../../../../src-shared/ids'
import type { Group, GroupName, PlacementState, Replacement } from './state'

/** A group a node of that name; or, where shards have several copies, `count` groups of neighbours in the run's order (0: one a node). */
export function groupsAtStart(nodes: readonly NodeId[], copies: number, count: number): Group[] {
  if (copies === 1) return nodes.map((node) => groupOf(node, [node], 1))
  const size = Math.min(copies, nodes.length)
  return Array.from({ length: count || nodes.length }, (_, at) =>
    groupOf(
      numberedName(at + 1),
      Array.from({ length: size }, (_, i) => nodes[(at + i) % nodes.length]!),
      1
    )
  )
}

/** What a change of members makes of the groups. Returns whether any has changed. */
export function changeMembers(state: PlacementState, members: readonly NodeId[], epoch: number): boolean {
  const came = members.filter((node) => !state.members.includes(node))
  const left = state.members.filter((node) => !members.includes(node))
  state.members = members
  const changes = [...came.map((node) => bringGroup(state, node, epoch)), ...left.map((node) => leaveGroups(state, node))]
  if (came.length + left.length > 0)
    state.cause = [...came.map((node) => `${node} joined`), ...left.map((node) => `${node} leaves`)].join(', ')
  return changes.some(Boolean)
}

/** Somebody silent gives its place in the group away, unless that has changed by now or nobody else has its shards. Returns whether it does. */
export function replaceMember(state: PlacementState, { group: name, node, by, reason }: Replacement, epoch: number): boolean {
  const group = state.groups.get(name)
  const isSingle = group?.nodes.length === 1
  if (!group?.nodes.includes(node) || isSingle || group.nodes.includes(by) || !state.members.includes(by)) return false
  const nodes = [...group.nodes.filter((one) => one !== node), by]
  state.groups.set(name, { ...group, nodes, replaced: { node, by, epoch, reason } })
  return true
}

/** A group that owns nothing and leaves is forgotten. Returns whether it is. */
export function forgetGroupIfEmpty({ groups, shards, moves }: PlacementState, name: GroupName): boolean {
  if (!groups.get(name)?.leaving) return false
  const owns = [...shards.values()].some(({ group }) => group === name)
  const expects = [...moves.values()].some(({ to }) => to === name)
  return !owns && !expects && groups.delete(name)
}

function bringGroup(state: PlacementState, node: NodeId, epoch: number): boolean {
  const own = homeGroups(state, node)
  for (const group of own) state.groups.set(group.name, { ...group, leaving: false })
  if (own.length > 0) return true
  const name = state.copies === 1 ? node : numberedName(++state.last_group)
  state.groups.set(name, groupOf(name, [node, ...leastBurdened(state, [node], state.copies - 1)], epoch))
  return true
}

/** Its own groups give up their shards; in others somebody else takes its place. */
function leaveGroups(state: PlacementState, node: NodeId): boolean {
  const concerned = [...state.groups.values()].filter(({ nodes }) => nodes.includes(node))
  for (const group of concerned) {
    if (group.nodes[0] === node) leaveGroup(state, group)
    else state.groups.set(group.name, { ...group, nodes: replaceNode(state, group, node) })
  }
  return concerned.length > 0
}

function leaveGroup(state: PlacementState, group: Group): void {
  state.groups.set(group.name, { ...group, leaving: true })
  for (const move of state.moves.values()) if (move.to === group.name) state.moves.set(move.id, { ...move, cancelled: true })
  forgetGroupIfEmpty(state, group.name)
}

function replaceNode(state: PlacementState, { nodes }: Group, left: NodeId): NodeId[] {
  const stay = nodes.filter((node) => node !== left)
  return [...stay, ...leastBurdened(state, stay, 1)]
}

/** So many members that are in the fewest groups, those who came first before others. */
export function leastBurdened(
  { members, groups }: Pick<PlacementState, 'members' | 'groups'>,
  besides: readonly NodeId[],
  count: number
): NodeId[] {
  const burden = (node: NodeId): number => [...groups.values()].filter(({ nodes }) => nodes.includes(node)).length
  return members
    .filter((node) => !besides.includes(node))
    .map((node) => ({ node, groups: burden(node) }))
    .sort((a, b) => a.groups - b.groups)
    .slice(0, count)
    .map(({ node }) => node)
}

function homeGroups({ groups }: PlacementState, node: NodeId): Group[] {
  return [...groups.values()].filter(({ nodes }) => nodes[0] === node)
}

function groupOf(name: GroupName, nodes: readonly NodeId[], since: number): Group {
  return { name, founders: nodes, nodes, since, leaving: false }
}

function numberedName(number: number): GroupName {
  return `g${number}`
}
