/** What each node's hash trees last showed to differ from other nodes', and what was exchanged for it. */
import type { LabEvent } from '../../events'
import { declareFold } from '../../folds/declared'
import type { NodeId } from '../../ids'
import { LeavesExchanged, TreesDiffer } from './facts'

export interface ComparedTrees {
  readonly t_us: number
  /** Who found the leaves that differ. */
  readonly by: NodeId
  readonly peer: NodeId
  readonly range: number
  readonly branches: number
  readonly levels: TreesDiffer['data']['levels']
  /** As `peer` told it; null: what lies below is still on its way, or lost. */
  readonly exchanged: LeavesExchanged['data'] | null
}

/** Newest first, one of each range and two nodes; under both of them. */
export type ComparedTreesFold = Map<NodeId, readonly ComparedTrees[]>

/** Of one node. */
const COMPARISONS_MAX = 6

export const comparedTreesFold = declareFold<ComparedTreesFold>({
  create: () => new Map(),
  reads: [TreesDiffer.name, LeavesExchanged.name],
  observe: foldComparedTrees,
  forget: (nodes) => nodes.clear()
})

function foldComparedTrees(nodes: ComparedTreesFold, event: LabEvent): void {
  if (TreesDiffer.is(event)) {
    keep(nodes, { t_us: event.t, by: event.node, ...event.data, exchanged: null })
  } else if (LeavesExchanged.is(event)) {
    const { node, data } = event
    const found = nodes.get(node)?.find(({ by, peer, range }) => by === data.peer && peer === node && range === data.range)
    if (found !== undefined) keep(nodes, { ...found, exchanged: data })
  }
}

/** Frozen, so that copies of the fold share it. */
function keep(nodes: ComparedTreesFold, compared: ComparedTrees): void {
  Object.freeze(compared)
  for (const node of [compared.by, compared.peer]) {
    const others = (nodes.get(node) ?? []).filter((one) => !areOfOne(one, compared))
    nodes.set(node, Object.freeze([compared, ...others].slice(0, COMPARISONS_MAX)))
  }
}

/** Whether both are of the same range and two nodes. */
function areOfOne(a: ComparedTrees, b: ComparedTrees): boolean {
  const nodes = [b.by, b.peer]
  return a.range === b.range && nodes.includes(a.by) && nodes.includes(a.peer)
}
