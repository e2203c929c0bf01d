/**
 * What must come before what in an order of transactions. With one state of the walk a transaction is one event, with two its begin and
 * its commit; stopovers have as many. Further orders are added while one looks for those of versions, and may be taken back.
 */
import type { Walk } from '../components'
import { KINDS } from '../graph'
import type { Graph } from '../graph'
import { Ints } from '../ints'

/** Edges that a walk allows. Nodes of several graphs have the same numbers. */
export interface Orders {
  readonly graph: Graph
  readonly walk: Walk
}

const NONE = -1

export class EventGraph {
  readonly events: number
  readonly states: number
  readonly transactions: number
  /** Events after event e: from `starts[e]` to `starts[e + 1]`, and those added: a linked list from `added[e]`. */
  readonly starts: Int32Array
  readonly targets: Int32Array
  readonly added: Int32Array
  readonly next_added = new Ints()
  readonly added_target = new Ints()
  private readonly added_from = new Ints()

  constructor(parts: readonly Orders[]) {
    const [{ graph, walk }] = parts as [Orders]
    this.states = walk.states
    this.transactions = graph.transactions
    this.events = Math.max(...parts.map((part) => part.graph.nodes)) * walk.states
    this.starts = new Int32Array(this.events + 1)
    this.eachEdge(parts, (from) => this.starts[from + 1]!++)
    for (let event = 0; event < this.events; event++) this.starts[event + 1]! += this.starts[event]!
    const next = this.starts.slice()
    this.targets = new Int32Array(this.starts[this.events]!)
    this.eachEdge(parts, (from, to) => (this.targets[next[from]!++] = to))
    this.added = new Int32Array(this.events).fill(NONE)
  }

  begin(transaction: number): number {
    return transaction * this.states
  }

  commit(transaction: number): number {
    return transaction * this.states + this.states - 1
  }

  /** How many come directly before each event. */
  degrees(): Int32Array {
    const degrees = new Int32Array(this.events)
    for (const target of this.targets) degrees[target]!++
    for (let i = 0; i < this.added_target.length; i++) degrees[this.added_target.at(i)]!++
    return degrees
  }

  get additions(): number {
    return this.added_target.length
  }

  add(from: number, to: number): void {
    this.next_added.push(this.added[from]!)
    this.added[from] = this.added_target.length
    this.added_target.push(to)
    this.added_from.push(from)
  }

  /** Takes back what was added after the first `kept`. */
  takeBack(kept: number): void {
    for (let i = this.added_target.length - 1; i >= kept; i--) this.added[this.added_from.at(i)] = this.next_added.at(i)
    for (const ints of [this.next_added, this.added_target, this.added_from]) ints.length = kept
  }

  /** Every event after those before it; fewer than there are: some are in a circle. Uses the degrees up. */
  sorted(degrees = this.degrees()): Int32Array {
    const order = new Int32Array(this.events)
    let length = 0
    for (let event = 0; event < this.events; event++) if (degrees[event] === 0) order[length++] = event
    const leave = (target: number) => {
      if (--degrees[target]! === 0) order[length++] = target
    }
    for (let i = 0; i < length; i++) {
      const event = order[i]!
      for (let edge = this.starts[event]!; edge < this.starts[event + 1]!; edge++) leave(this.targets[edge]!)
      for (let i = this.added[event]!; i !== NONE; i = this.next_added.at(i)) leave(this.added_target.at(i))
    }
    return order.subarray(0, length)
  }

  private eachEdge(parts: readonly Orders[], visit: (from: number, to: number) => void): void {
    const { states } = this
    for (const { graph, walk } of parts)
      for (let node = 0; node < graph.nodes; node++)
        for (let edge = graph.starts[node]!; edge < graph.starts[node + 1]!; edge++)
          for (let state = 0; state < states; state++) {
            const reached = walk.next[state * KINDS + graph.kinds[edge]!]!
            if (reached >= 0) visit(node * states + state, graph.targets[edge]! * states + reached)
          }
    if (states === 2) for (let one = 0; one < this.transactions; one++) visit(one * 2, one * 2 + 1)
  }
}
