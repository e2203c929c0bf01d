/** The order of transactions by time: everywhere, and of each client, by a number of edges that grows with the transactions alone. */
import { FREE, PROCESS, REALTIME } from './graph'
import { Ints } from './ints'
import type { GraphBuilder } from './graph'
import type { Scene } from './scene'
import type { Transaction } from './transactions'

export function addTimeOrder(scene: Scene): void {
  const { transactions, graph } = scene
  const { all, of_client } = membersOf(scene)
  const completed = Float64Array.from(transactions, ({ completed_us }) => completed_us ?? Infinity)
  addRow(graph, transactions, all, completed, REALTIME)
  for (const own of of_client) addRow(graph, transactions, own, completed, PROCESS)
}

/** Those who committed: all, and of each client. */
export function membersOf({ transactions, is_committed }: Scene): {
  readonly all: Int32Array
  readonly of_client: Iterable<Int32Array>
} {
  const all = new Ints()
  const of_client = new Map<string, Ints>()
  for (let i = 0; i < transactions.length; i++) {
    if (is_committed[i] !== 1) continue
    const { client } = transactions[i]!
    const own = of_client.get(client) ?? new Ints(16)
    of_client.set(client, own)
    all.push(i)
    own.push(i)
  }
  return { all: all.view(), of_client: Array.from(of_client.values(), (own) => own.view()) }
}

/** A row of stopovers, one for each end: from whoever ended, to the next, and to whoever began before the next. */
export function addRow(
  graph: GraphBuilder,
  transactions: readonly Transaction[],
  members: Int32Array,
  ends: Float64Array,
  kind: number
): void {
  const invoked = (i: number) => transactions[i]!.invoked_us
  const begun = members.slice().sort((a, b) => invoked(a) - invoked(b))
  const ended = members.filter((i) => ends[i]! < Infinity).sort((a, b) => ends[a]! - ends[b]!)
  let next = 0
  let before = -1
  for (const transaction of ended) {
    for (; next < begun.length && invoked(begun[next]!) <= ends[transaction]!; next++)
      if (before >= 0) graph.edge(before, begun[next]!, FREE)
    if (next === begun.length) return
    const here = graph.stopover()
    if (before >= 0) graph.edge(before, here, FREE)
    graph.edge(transaction, here, kind)
    before = here
  }
  for (; next < begun.length; next++) if (before >= 0) graph.edge(before, begun[next]!, FREE)
}
