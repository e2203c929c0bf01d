/** Cuts across a run: at each node a moment, with what it did up to then on one side (Chandy, Lamport 1985). */
import type { EndpointId } from '../ids'
import type { CausalHistory, CausalMessage } from './history'

/** For each node the moment up to which its events belong to the cut, that moment included, µs. */
export type Cut = ReadonlyMap<EndpointId, number>

/** The same moment at all nodes. */
export function straightCut(nodes: readonly EndpointId[], t_us: number): Cut {
  return new Map(nodes.map((node) => [node, t_us]))
}

/** Messages that were received before the cut and sent after it; none: the cut is consistent. */
export function backwardMessages({ messages }: CausalHistory, cut: Cut): CausalMessage[] {
  return messages.filter(
    ({ send, receive }) => receive.t_us <= momentAt(cut, receive.node) && send.t_us > momentAt(cut, send.node)
  )
}

/** Messages that were sent before the cut and received after it: on their way. */
export function messagesOnTheWay({ messages }: CausalHistory, cut: Cut): CausalMessage[] {
  return messages.filter(
    ({ send, receive }) => receive.t_us > momentAt(cut, receive.node) && send.t_us <= momentAt(cut, send.node)
  )
}

/** The node's part of the cut moved to its next event, or back before its last one. */
export function stepCut(history: CausalHistory, cut: Cut, node: EndpointId, forward: boolean): Cut {
  const lane = history.laneOf(node)
  const now_us = momentAt(cut, node)
  if (forward) {
    const next = lane.find(({ t_us }) => t_us > now_us)
    return next === undefined ? cut : new Map(cut).set(node, next.t_us)
  }
  const last = lane.filter(({ t_us }) => t_us <= now_us).at(-1)
  return last === undefined ? cut : new Map(cut).set(node, last.t_us - 1)
}

/** What the cut says, in a sentence. */
export function cutText(history: CausalHistory, cut: Cut): string {
  const backward = backwardMessages(history, cut)
  if (backward.length === 0) {
    const under_way = messagesOnTheWay(history, cut).length
    return `A consistent cut: ${under_way === 0 ? 'no message is' : under_way === 1 ? '1 message is' : `${under_way} messages are`} on the way.`
  }
  const { send, receive } = backward[0]!
  const more = backward.length > 1 ? ` So do ${backward.length - 1} more.` : ''
  return `Not a consistent cut: ${receive.node} has received what ${send.node} has not sent (${send.what}). The message crosses it backwards.${more}`
}

function momentAt(cut: Cut, node: EndpointId): number {
  return cut.get(node) ?? Infinity
}
