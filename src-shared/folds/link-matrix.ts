/** The links between many nodes as a matrix of states, from row to column; nodes of one group stand side by side. */
import type { NodeId } from '../ids'
import type { ClusterFold } from './cluster'
import type { LinkState } from './cluster-links'
import { groupsOf, isUp } from './cluster-reach'
import type { PartitionFold } from './partition'
import { linkCondition } from './partition'
import type { Quorum } from './reachability'
import { quorumText } from './reachability'

/**
 * States of a link from the least to the most remarkable: a cell that stands for several links shows the last of theirs. `delay-0` to
 * `delay-3`: it carries messages, within 1 ms, 10 ms, 100 ms or more.
 */
export const LINK_STATES = ['idle', 'delay-0', 'delay-1', 'delay-2', 'delay-3', 'down', 'disturbed', 'cut'] as const
export type MatrixState = (typeof LINK_STATES)[number]
const CODES = new Map(LINK_STATES.map((state, code) => [state, code]))

/** What stands in the cells of links that are in trouble; what is not running is hatched. */
export const STATE_GLYPHS: Readonly<Partial<Record<MatrixState, string>>> = { disturbed: '~', cut: '×' }

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

/** Nodes side by side that reach each other, or that are not running. */
export interface MatrixBlock {
  readonly nodes: readonly NodeId[]
  readonly quorum: Quorum
  /** `12 of 16 · quorum`, `not running`. */
  readonly text: string
}

/** The groups of nodes, the largest first, then those that are not running; one block while all reach each other. A node that is in several groups is in the largest. */
export function matrixBlocks(cluster: ClusterFold, nodes: readonly NodeId[]): MatrixBlock[] {
  const groups = [...groupsOf(cluster)].sort((a, b) => b.nodes.length - a.nodes.length)
  const taken = new Set<NodeId>()
  const blocks = groups.flatMap(({ nodes: own, quorum }): MatrixBlock[] => {
    const members = new Set(own.filter((node) => !taken.has(node)))
    for (const node of members) taken.add(node)
    const size = members.size === 1 ? 'alone' : `${members.size} of ${nodes.length}`
    const text = [size, quorumText(quorum)].filter(Boolean).join(' · ')
    return members.size === 0 ? [] : [{ nodes: nodes.filter((node) => members.has(node)), quorum, text }]
  })
  const others = nodes.filter((node) => !taken.has(node))
  return others.length === 0 ? blocks : [...blocks, { nodes: others, quorum: null, text: 'not running' }]
}

/** Links from row to column, as codes of {@link LINK_STATES}. */
export interface LinkMatrix {
  /** Of rows, and of columns. */
  readonly nodes: readonly NodeId[]
  /** Rows, and columns. */
  readonly cells: number
  /** Nodes that a row or column stands for. */
  readonly nodes_per_cell: number
  /** Row by row. */
  readonly codes: Uint8Array
  /** Links between running nodes that are cut, or slowed or lossy. */
  readonly links: { readonly cut: number; readonly disturbed: number }
  readonly down: number
}

interface Links {
  readonly cluster: ClusterFold
  readonly partition: PartitionFold
}

/** The links between so many nodes in at most `cells_max` rows and columns. */
export function linkMatrix(run: Links, nodes: readonly NodeId[], cells_max: number): LinkMatrix {
  const { cluster } = run
  const nodes_per_cell = Math.max(1, Math.ceil(nodes.length / Math.max(1, cells_max)))
  const cells = Math.ceil(nodes.length / nodes_per_cell)
  const codes = new Uint8Array(cells * cells)
  const cell_of = new Map(nodes.map((node, place) => [node, Math.floor(place / nodes_per_cell)]))
  const raise = (at: number, code: number): void => void (codes[at] = Math.max(codes[at]!, code))
  const links = { cut: 0, disturbed: 0 }
  const down = new Set(nodes.filter((node) => !isUp(cluster, node)))
  for (const link of cluster.links.values()) {
    const [row, column] = [cell_of.get(link.from), cell_of.get(link.to)]
    if (row === undefined || column === undefined || down.has(link.from) || down.has(link.to)) continue
    const state = stateOf(run.partition, link)
    if (state === 'cut' || state === 'disturbed') links[state]++
    raise(row * cells + column, CODES.get(state)!)
  }
  for (const node of down) {
    const own = cell_of.get(node)!
    for (let other = 0; other < cells; other++) {
      raise(own * cells + other, CODES.get('down')!)
      raise(other * cells + own, CODES.get('down')!)
    }
  }
  return { nodes, cells, nodes_per_cell, codes, links, down: down.size }
}

function stateOf(partition: PartitionFold, link: LinkState): MatrixState {
  const condition = linkCondition(partition, link)
  if (condition !== 'open') return condition
  if (link.delay_ms === null) return 'idle'
  if (link.delay_ms < 1) return 'delay-0'
  if (link.delay_ms < 10) return 'delay-1'
  return link.delay_ms < 100 ? 'delay-2' : 'delay-3'
}
