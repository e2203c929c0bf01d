import type { MessagesFold, MessageTrace } from '../../../src-shared/folds/messages'
import type { NodeId } from '../../../src-shared/ids'
import type { OperationView } from './operationLog'

/** The messages of one operation, oldest first. */
export interface CausedMessages {
  /** Its own requests and replies. */
  readonly own: readonly MessageTrace[]
  /** Between nodes: sent after a request of it was read, as the vector clocks tell, and read before the answer was given. */
  readonly before_answer: readonly MessageTrace[]
  /** Sent after a request of it was read and before its end, but not in the past of the answer. */
  readonly others: readonly MessageTrace[]
}

/**
 * What an operation set in motion, by happened-before (Lamport 1978): a message between nodes belongs to it when its sending follows
 * the reading of one of the operation's requests. `nodes` in the run's order, which is that of the clocks' slots.
 */
export function causedMessages(fold: MessagesFold, operation: OperationView, nodes: readonly NodeId[]): CausedMessages {
  const end_us = operation.ended_t ?? Infinity
  const within = [...fold.recent].filter(({ first_us }) => first_us >= operation.invoked_t && first_us <= end_us)
  const own = within.filter(({ from, to }) => from === operation.client || to === operation.client)
  const requests = own.filter(({ from }) => from === operation.client)
  const answer = own.filter(({ to }) => to === operation.client).at(-1)
  const between = within.filter(({ from, to }) => nodes.includes(from) && nodes.includes(to))
  const caused = between.filter((message) => requests.some((request) => follows(message, request, nodes)))
  const isBefore = (message: MessageTrace) => answer !== undefined && precedes(message, answer, nodes)
  return { own, before_answer: caused.filter(isBefore), others: caused.filter((message) => !isBefore(message)) }
}

/** Whether the message was sent after the request was read. */
function follows(message: MessageTrace, request: MessageTrace, nodes: readonly NodeId[]): boolean {
  const slot = nodes.indexOf(request.to)
  const read = request.received_clock?.vector[slot]
  const sent = message.sent_clock?.vector[slot]
  return read !== undefined && sent !== undefined && sent >= read
}

/** Whether the message was read before the answer was sent. */
function precedes(message: MessageTrace, answer: MessageTrace, nodes: readonly NodeId[]): boolean {
  const slot = nodes.indexOf(message.to)
  const read = message.received_clock?.vector[slot]
  const sent = answer.sent_clock?.vector[slot]
  return read !== undefined && sent !== undefined && read <= sent
}
