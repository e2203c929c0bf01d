import { isClosedBetween } from '../../../src-shared/folds/closed-links'
import type { ClosedLinks } from '../../../src-shared/folds/closed-links'
import type { ReachGroup } from '../../../src-shared/folds/reachability'
import type { EndpointId, NodeId } from '../../../src-shared/ids'
import { joined } from './hullGroups'

/** Sides between which nothing passes: what one boundary can show instead of a mark on each link. */
export interface Partition {
  /** With the nodes that are down. */
  readonly groups: readonly ReachGroup[]
  /** Pairs of nodes that it parts. */
  readonly pairs: number
  /** Only what the first sends is lost; null: both ways. */
  readonly one_way: { readonly from: ReachGroup; readonly to: ReachGroup } | null
}

/** `nodes`: all of them. null: there is none, or links are cut in different ways, so that each needs its own mark. */
export function partitionOf(
  up_groups: readonly ReachGroup[],
  closed: ClosedLinks,
  nodes: readonly NodeId[] = []
): Partition | null {
  const groups = sidesOf(joined(up_groups), closed, nodes)
  if (groups.length < 2) return null
  const crossing = groups.flatMap((a, i) => groups.slice(i + 1).map((b) => ({ a, b, way: wayBetween(a, b, closed) })))
  const ways = new Set(crossing.map(({ way }) => way))
  if (ways.has('mixed')) return null
  const pairs = crossing.reduce((sum, { a, b }) => sum + a.nodes.length * b.nodes.length, 0)
  if (ways.size === 1 && ways.has('both')) return { groups, pairs, one_way: null }
  const [only] = crossing
  if (crossing.length > 1 || !only) return null
  const { a, b, way } = only
  return { groups, pairs, one_way: way === 'ab' ? { from: a, to: b } : { from: b, to: a } }
}

/** Each node that is down beside those to whom its links are open: a boundary parts it from the others too. */
function sidesOf(groups: readonly ReachGroup[], closed: ClosedLinks, nodes: readonly NodeId[]): readonly ReachGroup[] {
  const down = nodes.filter((node) => !groups.some((group) => group.nodes.includes(node)))
  return down.reduce((sides, node) => {
    const isOpen = (other: NodeId): boolean => !isClosedBetween(closed, node, other)
    const reached = sides.filter((side) => side.nodes.some(isOpen))
    const [own] = reached
    if (own === undefined) return [...sides, { nodes: [node], quorum: false }]
    // Between two sides: its links have marks of their own.
    if (reached.length > 1 || !own.nodes.every(isOpen)) return sides
    return sides.map((side) => (side === own ? { ...side, nodes: [...side.nodes, node] } : side))
  }, groups)
}

/** How the links between two groups are closed, where all are alike. */
function wayBetween(a: ReachGroup, b: ReachGroup, closed: ClosedLinks): 'both' | 'ab' | 'ba' | 'mixed' {
  const ways = new Set(a.nodes.flatMap((from) => b.nodes.map((to) => wayOf(from, to, closed))))
  return ways.size === 1 ? [...ways][0]! : 'mixed'
}

function wayOf(a: NodeId, b: NodeId, closed: ClosedLinks): 'both' | 'ab' | 'ba' {
  const [ab, ba] = [closed.get(a)?.has(b) ?? false, closed.get(b)?.has(a) ?? false]
  if (ab && ba) return 'both'
  return ab ? 'ab' : 'ba'
}

/** Whether the partition is why a link is cut. */
export function isParted({ groups }: Partition, a: EndpointId, b: EndpointId): boolean {
  const [of_a, of_b] = [a, b].map((end) => groups.find(({ nodes }) => nodes.includes(end)))
  return of_a !== undefined && of_b !== undefined && of_a !== of_b
}

/** `56 links cut`, or `n3 cannot send to n1–n5`. */
export function partitionText({ pairs, one_way }: Partition): string {
  if (one_way === null) return pairs === 1 ? '1 link cut' : `${pairs} links cut`
  const { from, to } = one_way
  return `${groupName(from.nodes)} → ${groupName(to.nodes)} cut`
}

const NAMES_MAX = 2

export function groupName(nodes: readonly NodeId[]): string {
  return nodes.length <= NAMES_MAX ? nodes.join(', ') : `${nodes.length} nodes`
}
