import type { NodeId } from '../ids'

/** Nodes that can all reach each other directly, both ways. */
export interface ReachGroup {
  readonly nodes: readonly NodeId[]
  readonly quorum: Quorum
}

/** null: the protocol has no majority quorum. */
export type Quorum = boolean | null

/** How many of `nodes` nodes make a majority. */
export function majority(nodes: number): number {
  return Math.floor(nodes / 2) + 1
}

/** Whether a node in these groups, or what hangs together through them, has a quorum. */
export function quorumOf(groups: readonly ReachGroup[]): Quorum {
  return groups.some(({ quorum }) => quorum === null) ? null : groups.some(({ quorum }) => quorum)
}

/** In a word; empty where there is nothing to say. */
export function quorumText(quorum: Quorum): string {
  if (quorum === null) return ''
  return quorum ? 'quorum' : 'no quorum'
}

/**
 * The largest groups in which everybody reaches everybody: the maximal cliques (Bron and Kerbosch 1973), so a bridge or a ring of
 * majorities shows as overlapping groups. `nodes` are those that are up; at most 15, so this is cheap. `majority_of`: how many nodes the
 * cluster has; null where the protocol asks no majority.
 */
export function reachGroups(
  nodes: readonly NodeId[],
  reaches: (a: NodeId, b: NodeId) => boolean,
  majority_of: number | null
): ReachGroup[] {
  const found: NodeId[][] = []
  const neighbours = new Map(nodes.map((node) => [node, nodes.filter((other) => other !== node && reaches(node, other))]))
  const extend = (group: NodeId[], open: NodeId[], done: NodeId[]): void => {
    if (open.length === 0 && done.length === 0) found.push(group)
    const rest = [...open]
    const tried = [...done]
    for (const node of open) {
      const adjacent = neighbours.get(node)!
      const isAdjacent = (other: NodeId): boolean => adjacent.includes(other)
      extend([...group, node], rest.filter(isAdjacent), tried.filter(isAdjacent))
      rest.splice(rest.indexOf(node), 1)
      tried.push(node)
    }
  }
  if (nodes.length > 0) extend([], [...nodes], [])
  const order = (group: readonly NodeId[]): number => nodes.indexOf(group[0]!)
  return found
    .map((group) => group.sort((a, b) => nodes.indexOf(a) - nodes.indexOf(b)))
    .sort((a, b) => order(a) - order(b) || b.length - a.length)
    .map((group) => ({ nodes: group, quorum: majority_of === null ? null : group.length >= majority(majority_of) }))
}
