import type { ClusterFold } from '../../../src-shared/folds/cluster'
import { isUp } from '../../../src-shared/folds/cluster-reach'
import { LINK_STATES, STATE_WORDS } from '../../../src-shared/folds/link-matrix'
import type { LinkMatrix } from '../../../src-shared/folds/link-matrix'
import { linkId } from '../../../src-shared/ids'
import type { NodeId } from '../../../src-shared/ids'
import { nameRanges } from '../../../src-shared/text/name-ranges'
import { labelOf } from './linkStyle'

/** Less is not told apart. */
const LEAST_MS = 0.1

/** Of two nodes, in words: `n3 → n9: cut`. */
function pairText(cluster: ClusterFold, from: NodeId, to: NodeId): string {
  const link = cluster.links.get(linkId(from, to))
  const ends = [from, to].filter((node) => !isUp(cluster, node))
  const processes = ends.map((node) => `${node} ${cluster.nodes.get(node)?.process ?? 'down'}`)
  const state = processes.join(', ') || labelOf(link) || 'open'
  const delay_ms = link?.delay_ms ?? null
  const delay = delay_ms === null ? '' : delay_ms < LEAST_MS ? `, under ${LEAST_MS} ms` : `, ${delay_ms.toPrecision(2)} ms`
  return `${from} → ${to}: ${from === to ? 'itself' : `${state}${delay}`}`
}

/** Of a cell, in words. `order`: the names of all nodes, in the run's order. */
export function cellText(
  cluster: ClusterFold,
  order: readonly NodeId[],
  { nodes, cells, nodes_per_cell, codes }: LinkMatrix,
  row: number,
  column: number
): string {
  if (nodes_per_cell === 1) return pairText(cluster, nodes[row]!, nodes[column]!)
  const named = (cell: number): string => nameRanges(order, nodes.slice(cell * nodes_per_cell, (cell + 1) * nodes_per_cell))
  return `${named(row)} → ${named(column)}: ${STATE_WORDS[LINK_STATES[codes[row * cells + column]!]!]}`
}
