import { components } from './components'
import type { Walk } from './components'
import { FREE, KINDS } from './graph'
import type { Graph } from './graph'
import { Ints } from './ints'
import type { Meter } from '../consistency/meter'

/** Edges looked at for one kind of cycle once one is found; then the smallest so far is it. */
const LOOKED_AT_MAX = 5_000_000

/** Places of a graph's edges in order; the last leads back to where the first begins. */
export type Cycle = readonly number[]

/** The smallest cycle that a walk can go and that has an edge of these kinds; null: there is none. */
export function smallestCycle(graph: Graph, walk: Walk, seeds: (kind: number) => boolean, meter: Meter): Cycle | null {
  const component = components(graph, walk, meter)
  const search = new Search(graph, walk, component, meter)
  const { nodes, starts, kinds, targets } = graph
  const { states, next } = walk
  for (let node = 0; node < nodes; node++)
    for (let state = 0; state < states; state++) {
      const place = node * states + state
      if (component[place]! < 0) continue
      for (let edge = starts[node]!; edge < starts[node + 1]!; edge++) {
        const kind = kinds[edge]!
        const reached = next[state * KINDS + kind]!
        if (reached < 0 || !seeds(kind)) continue
        const target = targets[edge]! * states + reached
        if (component[target] === component[place]) search.from(edge, target, place)
        if (search.isOver) return search.best
      }
    }
  return search.best
}

/** Breadth first, level by level; edges out of stopovers cost nothing. */
class Search {
  best: Cycle | null = null
  private length = Infinity
  private looked_at = 0
  private readonly edge_to: Int32Array
  private readonly came_from: Int32Array
  private readonly seen_in: Int32Array
  /** In the round in which it was last seen. */
  private readonly distance: Int32Array
  private round = 0
  private level = new Ints(64)
  private next_level = new Ints(64)

  constructor(
    private readonly graph: Graph,
    private readonly walk: Walk,
    private readonly component: Int32Array,
    private readonly meter: Meter
  ) {
    this.edge_to = new Int32Array(component.length)
    this.came_from = new Int32Array(component.length)
    this.seen_in = new Int32Array(component.length)
    this.distance = new Int32Array(component.length)
  }

  /** No cycle has fewer than two transactions; or enough was looked at. */
  get isOver(): boolean {
    return this.length === 2 || (this.best !== null && this.looked_at > LOOKED_AT_MAX)
  }

  /** A shorter way from `start`, where the edge leads, to `end`, where it begins. */
  from(seed: number, start: number, end: number): void {
    this.round++
    this.seen_in[start] = this.round
    this.distance[start] = 0
    this.level.length = 0
    this.level.push(start)
    for (let steps = 0; this.level.length > 0 && steps + 1 < this.length; steps++) {
      this.next_level.length = 0
      if (this.expand(end, steps)) {
        this.length = steps + 1
        this.best = [seed, ...this.way(start, end)]
        return
      }
      ;[this.level, this.next_level] = [this.next_level, this.level]
    }
  }

  /** Looks at all of a level, which grows by free edges; true: `end` is on it. */
  private expand(end: number, steps: number): boolean {
    const { level, next_level, round } = this
    const { starts, targets, kinds } = this.graph
    const { states, next } = this.walk
    for (let i = 0; i < level.length; i++) {
      const place = level.at(i)
      // A free edge has brought it to a level before.
      if (this.distance[place]! < steps) continue
      if (place === end) return true
      const node = (place / states) | 0
      const state = place - node * states
      this.meter.spend(1 + starts[node + 1]! - starts[node]!)
      this.looked_at += starts[node + 1]! - starts[node]!
      for (let edge = starts[node]!; edge < starts[node + 1]!; edge++) {
        const kind = kinds[edge]!
        const reached = next[state * KINDS + kind]!
        if (reached < 0) continue
        const target = targets[edge]! * states + reached
        const distance = kind === FREE ? steps : steps + 1
        if (this.component[target] !== this.component[place]) continue
        if (this.seen_in[target] === round && this.distance[target]! <= distance) continue
        this.seen_in[target] = round
        this.distance[target] = distance
        this.edge_to[target] = edge
        this.came_from[target] = place
        ;(kind === FREE ? level : next_level).push(target)
      }
    }
    return false
  }

  private way(start: number, end: number): number[] {
    const edges: number[] = []
    for (let place = end; place !== start; place = this.came_from[place]!) edges.push(this.edge_to[place]!)
    return edges.reverse()
  }
}
