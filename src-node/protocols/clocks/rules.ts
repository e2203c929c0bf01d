/** The rules of Lamport's clock (1978) and of vector clocks (Fidge 1988, Mattern 1989), beside a hybrid clock. Pure. */
import { receive as receiveHybrid, tick as tickHybrid } from '../../../src-shared/causality/hybrid-clock'
import type { Clocks, ClocksState, Switches } from './state'

/** After an event of the node's own. */
export function tick({ lamport, vector, hybrid }: Clocks, slot: number, now_us: number): Clocks {
  return { lamport: lamport + 1, vector: raised(vector, slot), hybrid: tickHybrid(hybrid, now_us) }
}

/** After a receive: above everything that the node and the message knew. */
export function receive(
  own: Clocks,
  message: Clocks,
  { slot, switches }: Pick<ClocksState, 'slot' | 'switches'>,
  now_us: number
): Clocks {
  return {
    lamport: receiveLamport(own.lamport, message.lamport, switches),
    vector: receiveVector(own.vector, message.vector, slot, switches),
    hybrid: receiveHybrid(own.hybrid, message.hybrid, now_us)
  }
}

function receiveLamport(own: number, message: number, switches: Switches): number {
  if (switches['lamport-without-max']) return own + 1
  const greater = Math.max(own, message)
  return switches['lamport-without-increment'] ? greater : greater + 1
}

function receiveVector(own: Clocks['vector'], message: Clocks['vector'], slot: number, switches: Switches): Clocks['vector'] {
  if (switches['vector-without-merge']) return raised(own, slot)
  if (switches['vector-copied']) return raised(message, slot)
  const merged = own.map((count, i) => Math.max(count, message[i]!))
  return switches['vector-without-increment'] ? merged : raised(merged, slot)
}

function raised(vector: Clocks['vector'], slot: number): Clocks['vector'] {
  return vector.map((count, i) => (i === slot ? count + 1 : count))
}
