/** The order of transactions by time: everywhere, and of each client, by a number of edges that grows with the transactions alone. */
import { FREE, PROCESS, REALTIME } from './graph'
import type { Scene } from './scene'

export function addTimeOrder(scene: Scene): void {
  const { transactions, is_committed } = scene
  const all: number[] = []
  const of_client = new Map<string, number[]>()
  for (let i = 0; i < transactions.length; i++) {
    if (is_committed[i] !== 1) continue
    all.push(i)
    const own = of_client.get(transactions[i]!.client)
    if (own) own.push(i)
    else of_client.set(transactions[i]!.client, [i])
  }
  chain(scene, all, REALTIME)
  for (const own of of_client.values()) chain(scene, own, PROCESS)
}

/** A row of stopovers, one for each end: from whoever ended, to the next, and to whoever began before the next. */
function chain({ transactions, graph }: Scene, members: readonly number[], kind: number): void {
  const invoked = (i: number) => transactions[i]!.invoked_us
  const completed = (i: number) => transactions[i]!.completed_us!
  const begun = Int32Array.from(members).sort((a, b) => invoked(a) - invoked(b))
  const ended = Int32Array.from(members.filter((i) => transactions[i]!.completed_us !== null)).sort(
    (a, b) => completed(a) - completed(b)
  )
  let next = 0
  let before = -1
  for (const transaction of ended) {
    for (; next < begun.length && invoked(begun[next]!) <= completed(transaction); next++)
      if (before >= 0) graph.edge(before, begun[next]!, FREE)
    if (next === begun.length) return
    const here = graph.stopover()
    if (before >= 0) graph.edge(before, here, FREE)
    graph.edge(transaction, here, kind)
    before = here
  }
  for (; next < begun.length; next++) if (before >= 0) graph.edge(before, begun[next]!, FREE)
}
