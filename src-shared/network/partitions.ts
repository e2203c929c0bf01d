/** Partition shapes as sets of directed links to cut. Pure: targets are already names. */
import { linkId } from '../ids'
import type { ClientId, EndpointId, LinkId, NodeId } from '../ids'
import type { Partition } from '../faults/actions'

/** Whether a message from one endpoint to another is lost. */
type IsLinkCut = (from: EndpointId, to: EndpointId) => boolean

/**
 * The links that the partition cuts, senders and receivers in the run's order. Throws when it names an unknown endpoint. Clients
 * keep all their links unless the partition names them.
 */
export function partitionLinks(partition: Partition, nodes: readonly NodeId[], clients: readonly ClientId[]): LinkId[] {
  const endpoints = [...nodes, ...clients]
  for (const name of namedIn(partition)) {
    if (!endpoints.includes(name)) throw new Error(`the partition names "${name}", which is none of ${endpoints.join(', ')}`)
  }
  const isLinkCut = cutPredicateOf(partition, nodes)
  const isNode = new Set(nodes)
  const links: LinkId[] = []
  for (const from of endpoints) {
    for (const to of endpoints) {
      // Clients have links to nodes only.
      if (from === to || !(isNode.has(from) || isNode.has(to))) continue
      if (isLinkCut(from, to)) links.push(linkId(from, to))
    }
  }
  return links
}

function namedIn(partition: Partition): readonly EndpointId[] {
  switch (partition.shape) {
    case 'isolate':
      return partition.nodes
    case 'halves':
      return partition.group ?? []
    case 'majorities-ring':
      return []
    case 'bridge':
      return partition.node === undefined ? [] : [partition.node]
    case 'groups':
      return partition.groups.flat()
  }
}

function cutPredicateOf(partition: Partition, nodes: readonly NodeId[]): IsLinkCut {
  switch (partition.shape) {
    case 'isolate':
      return anyOf(partition.nodes.map((node) => boundary([node], nodes, partition.direction)))
    case 'halves':
      return boundary(partition.group ?? nodes.slice(0, Math.floor(nodes.length / 2)), nodes, partition.direction)
    case 'majorities-ring':
      return majoritiesRing(nodes)
    case 'bridge':
      return bridge(partition.node ?? nodes[Math.floor(nodes.length / 2)]!, nodes)
    case 'groups':
      return groups(partition.groups, nodes)
  }
}

function anyOf(parts: readonly IsLinkCut[]): IsLinkCut {
  return (from, to) => parts.some((isLinkCut) => isLinkCut(from, to))
}

/** What crosses the line between the group and all other nodes, in the given direction as the group sees it. */
function boundary(group: readonly EndpointId[], nodes: readonly NodeId[], direction: 'both' | 'out' | 'in'): IsLinkCut {
  const inside = new Set(group)
  const outside = new Set<EndpointId>(nodes.filter((node) => !inside.has(node)))
  return (from, to) =>
    (direction !== 'in' && inside.has(from) && outside.has(to)) || (direction !== 'out' && outside.has(from) && inside.has(to))
}

/**
 * Each node hears the majority that surrounds it on a ring, so no two hear the same one (Jepsen's shape of that name). With a
 * majority of even size the surroundings are lopsided, and some links are cut in one direction only.
 */
function majoritiesRing(nodes: readonly NodeId[]): IsLinkCut {
  const size = nodes.length
  const others = Math.floor(size / 2)
  const before = Math.floor(others / 2)
  const index_of = new Map<EndpointId, number>(nodes.map((node, i) => [node, i]))
  return (from, to) => {
    const sender = index_of.get(from)
    const receiver = index_of.get(to)
    if (sender === undefined || receiver === undefined) return false
    return (sender - receiver + before + size) % size > others
  }
}

/** The other nodes fall into two halves that only `middle` can reach. */
function bridge(middle: NodeId, nodes: readonly NodeId[]): IsLinkCut {
  const others = nodes.filter((node) => node !== middle)
  return boundary(others.slice(0, Math.floor(others.length / 2)), others, 'both')
}

/** Endpoints that share no group cannot talk. Unnamed nodes form a group of their own; unnamed clients talk to everybody. */
function groups(named: readonly (readonly EndpointId[])[], nodes: readonly NodeId[]): IsLinkCut {
  const members = new Set(named.flat())
  const all = [...named, nodes.filter((node) => !members.has(node))].map((group) => new Set(group))
  const grouped = new Set<EndpointId>([...nodes, ...members])
  return (from, to) => grouped.has(from) && grouped.has(to) && !all.some((group) => group.has(from) && group.has(to))
}
