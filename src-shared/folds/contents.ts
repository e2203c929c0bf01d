/** What nodes keep that have no log, as sums, for the question whether they agree. */
import type { LabEvent } from '../events'
import type { NodeId } from '../ids'

/** The newest sums of each running node, by part of the data. */
export type ContentsFold = Map<NodeId, Readonly<Record<string, number>>>

export function createContentsFold(): ContentsFold {
  return new Map()
}

export function foldContents(fold: ContentsFold, event: LabEvent): void {
  if (event.kind === 'contents') fold.set(event.node, event.sums)
  else if (event.kind === 'node-started') fold.delete(event.node)
}

/** Whether those of these nodes that keep the same part of the data agree on it; null: they do not tell. */
export function contentsAgree(fold: ContentsFold, nodes: readonly NodeId[]): boolean | null {
  if (!nodes.some((node) => fold.has(node))) return null
  const agreed = new Map<string, number>()
  for (const [part, sum] of nodes.flatMap((node) => Object.entries(fold.get(node) ?? {}))) {
    if (sum !== (agreed.get(part) ?? sum)) return false
    agreed.set(part, sum)
  }
  return true
}

/** How many of these nodes differ from what most that keep the same part have; null: they do not tell. */
export function countDivergent(fold: ContentsFold, nodes: readonly NodeId[]): number | null {
  const tell = nodes.filter((node) => fold.has(node))
  if (tell.length === 0) return null
  const parts = new Set(tell.flatMap((node) => Object.keys(fold.get(node)!)))
  const divergent = new Set(
    [...parts].flatMap((part) =>
      outliers(
        tell.filter((node) => part in fold.get(node)!),
        (node) => fold.get(node)![part]!
      )
    )
  )
  return divergent.size
}

function outliers(nodes: readonly NodeId[], sumOf: (node: NodeId) => number): NodeId[] {
  const amount = (sum: number): number => nodes.filter((node) => sumOf(node) === sum).length
  const most = nodes.map(sumOf).reduce((best, sum) => (amount(sum) > amount(best) ? sum : best))
  return nodes.filter((node) => sumOf(node) !== most)
}
