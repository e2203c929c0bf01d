/** Events with their stamps as a run's folds hold them: of the frames between nodes, or of what the protocol of logical clocks tells. */
import type { MessageTrace } from '../folds/messages'
import type { NodeId } from '../ids'
import type { ClockEvent } from '../protocols/clocks/facts'
import type { CausalEvent } from './history'

/** The sends and receives of traced messages between these nodes, in order. `word`: what a message is called. */
export function eventsOfFrames(
  traces: Iterable<MessageTrace>,
  nodes: readonly NodeId[],
  word: (trace: MessageTrace) => string
): CausalEvent[] {
  const events: CausalEvent[] = []
  for (const trace of traces) {
    const { from, to, boot, n, sent_us, received_us, sent_clock, received_clock } = trace
    if (!nodes.includes(from) || !nodes.includes(to)) continue
    const message = `${from}>${to} ${boot} ${n}`
    const base = { message, what: word(trace), counts: true, clocks: null }
    if (sent_us !== null)
      events.push({ ...base, id: `${message} sent`, node: from, t_us: sent_us, does: 'send', stamp: sent_clock })
    if (received_us !== null)
      events.push({ ...base, id: `${message} received`, node: to, t_us: received_us, does: 'receive', stamp: received_clock })
  }
  return events.sort((a, b) => a.t_us - b.t_us || (a.stamp?.lamport ?? 0) - (b.stamp?.lamport ?? 0))
}

/** What nodes of the protocol of logical clocks told, in order. */
export function eventsOfClocks(told: Iterable<ClockEvent>): CausalEvent[] {
  return [...told].map(({ node, t, data }) => {
    const { does, what, counts, peer, place, sent_place, lamport, vector, physical_us, hybrid } = data
    const [sender, sent] = does === 'send' ? [node, place] : [peer, sent_place]
    const message = does === 'write' ? null : `${sender} ${sent}`
    const clocks = physical_us === undefined || hybrid === undefined ? null : { physical_us, hybrid }
    return { id: `${node} ${place}`, node, t_us: t, does, what, message, counts, stamp: { lamport, vector }, clocks }
  })
}
