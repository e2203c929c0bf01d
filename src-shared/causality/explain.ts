/** Why one event happened before another, or why neither did, step by step. */
import type { NodeId } from '../ids'
import { eventName } from './history'
import type { CausalEvent, CausalHistory } from './history'
import type { Order } from './vectors'
import { vectorText } from './vectors'

export interface Explanation {
  readonly order: Order
  /** The answer in a sentence. */
  readonly verdict: string
  readonly steps: readonly string[]
}

/** `nodes`: in the order of the vectors' slots. */
export function explainOrder(history: CausalHistory, a: CausalEvent, b: CausalEvent, nodes: readonly NodeId[]): Explanation {
  const order = history.orderOf(a, b)
  if (order === 'after') return { ...explainOrder(history, b, a, nodes), order }
  const verdict = VERDICTS[order](eventName(a), eventName(b))
  if (order === 'same') return { order, verdict, steps: [] }
  return { order, verdict, steps: order === 'concurrent' ? slotSteps(a, b, nodes) : chainSteps(history, a, b) }
}

const VERDICTS = {
  before: (a: string, b: string) => `${a} happened before ${b}.`,
  concurrent: (a: string, b: string) => `${a} and ${b} are concurrent: neither could have known of the other.`,
  same: (a: string) => `${a} is one event.`
}

function chainSteps(history: CausalHistory, a: CausalEvent, b: CausalEvent): string[] {
  const chain = history.chainOf(a, b)
  if (chain === null) return [`${vectorsText(a, b, 'is below')}: what lies between them is not among the events shown.`]
  const steps = chain.slice(1).map((event, i) => stepText(chain[i]!, event))
  return a.stamp && b.stamp ? [...steps, `${vectorsText(a, b, 'is below')}, and Lamport ${lamportText(a, b)}.`] : steps
}

function stepText(from: CausalEvent, to: CausalEvent): string {
  if (from.node === to.node) return `At ${to.node}, ${from.does} ${from.what} comes before ${to.does} ${to.what}.`
  return `The message leads from ${eventName(from)} to ${eventName(to)}.`
}

function slotSteps(a: CausalEvent, b: CausalEvent, nodes: readonly NodeId[]): string[] {
  const no_chain = 'No chain of events and messages leads from one to the other.'
  if (!a.stamp || !b.stamp) return [no_chain]
  if (!a.counts || !b.counts) return [no_chain, 'Sends do not count here: the stamp is that of the event before.']
  const { vector } = a.stamp
  const other = b.stamp.vector
  const slots = nodes.map((node, slot) => slotText(node, vector[slot] ?? 0, other[slot] ?? 0))
  return [no_chain, ...slots, `${vectorsText(a, b, 'is neither below nor above')}. Lamport ${lamportText(a, b)} proves nothing.`]
}

function slotText(node: NodeId, a: number, b: number): string {
  if (a === b) return `Slot ${node}: ${a} = ${b}.`
  return a > b
    ? `Slot ${node}: ${a} > ${b}, so the first is not below the second.`
    : `Slot ${node}: ${a} < ${b}, so the first is not above the second.`
}

function vectorsText(a: CausalEvent, b: CausalEvent, stands: string): string {
  return `${vectorText(a.stamp!.vector)} ${stands} ${vectorText(b.stamp!.vector)}`
}

function lamportText(a: CausalEvent, b: CausalEvent): string {
  const [one, other] = [a.stamp!.lamport, b.stamp!.lamport]
  return `${one} ${one < other ? '<' : one > other ? '>' : '='} ${other}`
}
