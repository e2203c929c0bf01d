/**
 * Transactions and what orders them. Nodes up to `transactions` are transactions; those beyond are stopovers, which keep the number of
 * edges linear: an edge into one has a kind, and the edges out of it are free.
 */
import { OutOfBounds } from '../consistency/meter'
import { Ints } from './ints'

/**
 * Kinds of edges, as bits. {@link PROCESS} and {@link REALTIME} beside another: that order of versions is known by time alone;
 * {@link VIEW}: by somebody who had read something else of the earlier writer before, where views are monotonic.
 */
export const WW = 1
export const WR = 2
export const RW = 4
export const PREDICATE = 8
export const PROCESS = 16
export const REALTIME = 32
export const FREE = 64
export const VIEW = 128
/** One more than the greatest combination. */
export const KINDS = 256
export const NO_KEY = -1
/** Some 2 GB of memory while it is being built. */
const EDGES_MAX = 60_000_000

export interface Graph {
  readonly nodes: number
  readonly transactions: number
  /** Edges of node n: from `starts[n]` to `starts[n + 1]`. */
  readonly starts: Int32Array
  readonly targets: Int32Array
  readonly kinds: Uint8Array
  readonly keys: Int32Array
}

export class GraphBuilder {
  private readonly from = new Ints()
  private readonly to = new Ints()
  private readonly labels = new Ints()

  /** `nodes`: as many numbers are taken. */
  constructor(
    readonly transactions: number,
    private nodes = transactions
  ) {}

  get edges(): number {
    return this.from.length
  }

  /** A new stopover. */
  stopover(): number {
    return this.nodes++
  }

  edge(from: number, to: number, kind: number, key = NO_KEY): void {
    if (from === to) return
    if (this.from.length === EDGES_MAX)
      throw new OutOfBounds(`more than ${EDGES_MAX.toLocaleString('en')} orders of two transactions`)
    this.from.push(from)
    this.to.push(to)
    this.labels.push((key + 1) * KINDS + kind)
  }

  build(): Graph {
    const { nodes, transactions } = this
    const from = this.from.view()
    const to = this.to.view()
    const labels = this.labels.view()
    const starts = startsOf(from, nodes)
    const next = starts.slice()
    const targets = new Int32Array(from.length)
    const kinds = new Uint8Array(from.length)
    const keys = new Int32Array(from.length)
    for (let i = 0; i < from.length; i++) {
      const at = next[from[i]!]!++
      targets[at] = to[i]!
      kinds[at] = labels[i]! % KINDS
      keys[at] = Math.floor(labels[i]! / KINDS) - 1
    }
    return { nodes, transactions, starts, targets, kinds, keys }
  }
}

/** Where each group begins when items are laid out by group, and where the last ends. */
export function startsOf(group_of: Int32Array, groups: number): Int32Array {
  const starts = new Int32Array(groups + 1)
  for (let i = 0; i < group_of.length; i++) starts[group_of[i]! + 1]!++
  for (let group = 0; group < groups; group++) starts[group + 1]! += starts[group]!
  return starts
}

/** Places of items laid out by group. */
export function groupedBy(group_of: Int32Array, groups: number): { readonly starts: Int32Array; readonly places: Int32Array } {
  const starts = startsOf(group_of, groups)
  const next = starts.slice()
  const places = new Int32Array(group_of.length)
  for (let i = 0; i < group_of.length; i++) places[next[group_of[i]!]!++] = i
  return { starts, places }
}

/** Part of a graph, and the numbers that its nodes have in the whole. */
export interface InducedGraph {
  readonly graph: Graph
  readonly original: Int32Array
}

/** The nodes that `kept` says, and the edges between them. */
export function inducedGraph(graph: Graph, kept: (node: number) => boolean): InducedGraph {
  const number = new Int32Array(graph.nodes).fill(-1)
  const original = new Ints()
  let transactions = 0
  for (let node = 0; node < graph.nodes; node++) {
    if (!kept(node)) continue
    number[node] = original.length
    original.push(node)
    if (node < graph.transactions) transactions++
  }
  const starts = new Int32Array(original.length + 1)
  const targets = new Ints()
  const labels = new Ints()
  const keys = new Ints()
  for (let place = 0; place < original.length; place++) {
    const node = original.at(place)
    for (let edge = graph.starts[node]!; edge < graph.starts[node + 1]!; edge++) {
      const target = number[graph.targets[edge]!]!
      if (target < 0) continue
      targets.push(target)
      labels.push(graph.kinds[edge]!)
      keys.push(graph.keys[edge]!)
    }
    starts[place + 1] = targets.length
  }
  const kinds = Uint8Array.from(labels.view())
  const induced = { nodes: original.length, transactions, starts, targets: targets.view(), kinds, keys: keys.view() }
  return { graph: induced, original: original.view() }
}
