import { NODES_MAX } from '../engine'
import type { NodeId } from '../ids'

/** Nodes that can all reach each other directly, both ways. */
export interface ReachGroup {
  readonly nodes: readonly NodeId[]
  readonly quorum: Quorum
}

/** null: the protocol has no majority quorum. */
export type Quorum = boolean | null

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
 * majorities shows as overlapping groups. Of many nodes, whose cliques nobody could tell apart nor compute in time, those that hang
 * together. `nodes` are those that are up.
 */
export function reachGroups(
  nodes: readonly NodeId[],
  reaches: (a: NodeId, b: NodeId) => boolean,
  hasQuorum: (group: readonly NodeId[]) => Quorum
): ReachGroup[] {
  const groups = nodes.length > NODES_MAX.processes ? components(nodes, reaches) : cliques(nodes, reaches)
  return groups.map((group) => ({ nodes: group, quorum: hasQuorum(group) }))
}

type Reaches = (a: NodeId, b: NodeId) => boolean

function cliques(nodes: readonly NodeId[], reaches: Reaches): NodeId[][] {
  const found: NodeId[][] = []
  const neighbours = new Map(nodes.map((node) => [node, nodes.filter((other) => other !== node && reaches(node, other))]))
  const extend = (group: NodeId[], open: NodeId[], done: NodeId[]): void => {
    if (open.length === 0 && done.length === 0) found.push(group)
    const rest = [...open]
    const tried = [...done]
    // Whatever is adjacent to the pivot is found with it (Tomita, Tanaka and Takahashi 2006): without one, every subset is tried.
    const beside_pivot = neighbours.get(open[0] ?? done[0]!) ?? []
    for (const node of open) {
      if (beside_pivot.includes(node)) continue
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
}

function components(nodes: readonly NodeId[], reaches: Reaches): NodeId[][] {
  const found: NodeId[][] = []
  let rest = [...nodes]
  while (rest.length > 0) {
    const group = [rest.shift()!]
    // The group grows while it is gone through.
    for (const node of group) {
      if (rest.length === 0) break
      const apart: NodeId[] = []
      for (const other of rest) (reaches(node, other) ? group : apart).push(other)
      rest = apart
    }
    found.push(group)
  }
  return found
}
