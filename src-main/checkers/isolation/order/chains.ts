/** Those who write, in as few rows as possible, in each of which one had ended before the next began. */
import { WR } from '../graph'
import type { Graph } from '../graph'
import type { Scene } from '../scene'

/** A row for each that runs at a time. */
const CHAINS_MAX = 512

export interface Chains {
  readonly count: number
  /** By transaction; -1: it writes nothing. */
  readonly chain_of: Int32Array
  /** From 0. */
  readonly place_of: Int32Array
}

/** When each transaction was there at the latest: it had answered, or somebody who had read from it had. */
export function endsOf({ transactions }: Scene, graph: Graph): Float64Array {
  const ends = Float64Array.from(transactions, ({ completed_us }) => completed_us ?? Infinity)
  for (let node = 0; node < graph.transactions; node++)
    for (let edge = graph.starts[node]!; edge < graph.starts[node + 1]!; edge++) {
      if ((graph.kinds[edge]! & WR) === 0) continue
      const reader_us = transactions[graph.targets[edge]!]!.completed_us ?? Infinity
      if (reader_us < ends[node]!) ends[node] = reader_us
    }
  return ends
}

/** Null: too many run at a time. `writers` in the order in which they began. */
export function chainsOf({ transactions }: Scene, writers: Int32Array, ends: Float64Array): Chains | null {
  const chain_of = new Int32Array(transactions.length).fill(-1)
  const place_of = new Int32Array(transactions.length)
  const free_us: number[] = []
  const lengths: number[] = []
  for (const writer of writers) {
    const { invoked_us } = transactions[writer]!
    let chain = 0
    while (chain < free_us.length && free_us[chain]! >= invoked_us) chain++
    if (chain === CHAINS_MAX) return null
    chain_of[writer] = chain
    place_of[writer] = lengths[chain] ?? 0
    lengths[chain] = place_of[writer]! + 1
    free_us[chain] = ends[writer]!
  }
  return { count: free_us.length, chain_of, place_of }
}
