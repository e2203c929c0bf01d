import type { ClusterFold } from '../../../src-shared/folds/cluster'
import type { LinkState } from '../../../src-shared/folds/cluster-links'
import { isUp } from '../../../src-shared/folds/cluster-reach'
import { linkId } from '../../../src-shared/ids'
import type { NodeId } from '../../../src-shared/ids'
import { labelOf, linkStyle } from './linkStyle'

/**
 * States of a link from the least to the most remarkable: a cell that stands for several links shows the last of theirs. `delay-0` to
 * `delay-3`: it carries messages, within 1 ms, 10 ms, 100 ms or more.
 */
export const LINK_STATES = ['idle', 'delay-0', 'delay-1', 'delay-2', 'delay-3', 'down', 'disturbed', 'cut'] as const
export type MatrixState = (typeof LINK_STATES)[number]
const CODES = new Map(LINK_STATES.map((state, code) => [state, code]))

/** Links from row to column, as codes of {@link LINK_STATES}. */
export interface LinkMatrix {
  /** Rows, and columns. */
  readonly cells: number
  /** Nodes that a row or column stands for. */
  readonly nodes_per_cell: number
  /** Row by row. */
  readonly codes: Uint8Array
}

/** The links between so many nodes in at most `cells_max` rows and columns. */
export function linkMatrix(cluster: ClusterFold, nodes: readonly NodeId[], cells_max: number): LinkMatrix {
  const nodes_per_cell = Math.max(1, Math.ceil(nodes.length / Math.max(1, cells_max)))
  const cells = Math.ceil(nodes.length / nodes_per_cell)
  const codes = new Uint8Array(cells * cells)
  const cell_of = new Map(nodes.map((node, place) => [node, Math.floor(place / nodes_per_cell)]))
  const raise = (at: number, code: number): void => void (codes[at] = Math.max(codes[at]!, code))
  for (const link of cluster.links.values()) {
    const [row, column] = [cell_of.get(link.from), cell_of.get(link.to)]
    if (row !== undefined && column !== undefined) raise(row * cells + column, CODES.get(stateOf(link))!)
  }
  for (const node of nodes) {
    if (isUp(cluster, node)) continue
    const own = cell_of.get(node)!
    for (let other = 0; other < cells; other++) {
      raise(own * cells + other, CODES.get('down')!)
      raise(other * cells + own, CODES.get('down')!)
    }
  }
  return { cells, nodes_per_cell, codes }
}

function stateOf(link: LinkState): MatrixState {
  const style = linkStyle(link)
  if (style === 'cut') return 'cut'
  if (style !== 'healthy') return 'disturbed'
  if (link.delay_ms === null) return 'idle'
  if (link.delay_ms < 1) return 'delay-0'
  if (link.delay_ms < 10) return 'delay-1'
  return link.delay_ms < 100 ? 'delay-2' : 'delay-3'
}

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

/** Of a cell, in words. */
export function cellText(
  cluster: ClusterFold,
  nodes: readonly NodeId[],
  { cells, nodes_per_cell, codes }: LinkMatrix,
  row: number,
  column: number
): string {
  if (nodes_per_cell === 1) return pairText(cluster, nodes[row]!, nodes[column]!)
  const named = (cell: number): string =>
    `${nodes[cell * nodes_per_cell]!}–${nodes[Math.min(nodes.length, (cell + 1) * nodes_per_cell) - 1]!}`
  return `${named(row)} → ${named(column)}: ${STATE_WORDS[LINK_STATES[codes[row * cells + column]!]!]}`
}

export const STATE_WORDS: Readonly<Record<MatrixState, string>> = {
  idle: 'open, no messages',
  'delay-0': 'under 1 ms',
  'delay-1': 'under 10 ms',
  'delay-2': 'under 100 ms',
  'delay-3': '100 ms or more',
  down: 'a node is not running',
  disturbed: 'slowed or lossy',
  cut: 'cut'
}
