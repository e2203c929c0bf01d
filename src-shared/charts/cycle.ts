/** A cycle of transactions as a graph: each must come before the one that its arrow leads to. */
import { edgeName, transactionName } from '../isolation/finding'
import type { CycleEdge } from '../isolation/finding'
import { shortName } from '../text/short-name'
import type { Graph } from './graph-shapes'

/** Characters of an arrow's words; the whole key is in the sentence. */
const WORDS_MAX = 22

export function cycleGraph(cycle: readonly CycleEdge[]): Graph {
  return {
    caption: '',
    nodes: cycle.map(({ from }) => ({ name: transactionName(from), mark: null })),
    edges: cycle.map((edge) => ({
      from: transactionName(edge.from),
      to: transactionName(edge.to),
      text: shortName(edgeName(edge), WORDS_MAX)
    }))
  }
}

/** For those who cannot see it. */
export function cycleText(cycle: readonly CycleEdge[]): string {
  return cycle.map((edge) => `${transactionName(edge.from)} before ${transactionName(edge.to)} (${edgeName(edge)})`).join(', ')
}
