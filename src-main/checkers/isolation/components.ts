import { KINDS } from './graph'
import type { Graph } from './graph'
import type { Meter } from '../consistency/meter'

/** Which edges a path may take: by what it remembers and the edge's kind what it remembers then, -1 where it may not. */
export interface Walk {
  readonly states: 1 | 2
  readonly next: Int8Array
}

const NONE = -1

/**
 * Strongly connected components of places (node × states + state) by Tarjan's algorithm (1972), without recursion. Answers the component of
 * each place, -1 where it is alone in it.
 */
export function components({ nodes, starts, targets, kinds }: Graph, { states, next }: Walk, meter: Meter): Int32Array {
  const places = nodes * states
  const index = new Int32Array(places)
  const low = new Int32Array(places)
  const component = new Int32Array(places).fill(NONE)
  const edge_of = new Int32Array(places)
  const path = new Int32Array(places)
  const open = new Int32Array(places)
  const is_open = new Uint8Array(places)
  let visited = 0
  let found = 0
  let path_length = 0
  let open_length = 0

  const enter = (place: number) => {
    index[place] = low[place] = ++visited
    edge_of[place] = starts[(place / states) | 0]!
    path[path_length++] = place
    open[open_length++] = place
    is_open[place] = 1
  }
  const leave = (place: number) => {
    if (low[place] !== index[place]) return
    const alone = open[open_length - 1] === place
    for (;;) {
      const member = open[--open_length]!
      is_open[member] = 0
      if (!alone) component[member] = found
      if (member === place) break
    }
    if (!alone) found++
  }

  for (let root = 0; root < places; root++) {
    if (index[root] !== 0) continue
    enter(root)
    while (path_length > 0) {
      const place = path[path_length - 1]!
      const node = (place / states) | 0
      const state = place - node * states
      if (edge_of[place]! < starts[node + 1]!) {
        const edge = edge_of[place]!++
        const reached = next[state * KINDS + kinds[edge]!]!
        if (reached < 0) continue
        const target = targets[edge]! * states + reached
        if (index[target] === 0) enter(target)
        else if (is_open[target] === 1 && index[target]! < low[place]!) low[place] = index[target]!
        continue
      }
      meter.spend(1 + starts[node + 1]! - starts[node]!)
      path_length--
      leave(place)
      if (path_length > 0) {
        const parent = path[path_length - 1]!
        if (low[place]! < low[parent]!) low[parent] = low[place]!
      }
    }
  }
  return component
}
