/** What the nodes tell of their events. */
import { z } from 'zod'
import { hybridTimeSchema } from '../../causality/hybrid-clock'
import { vectorText } from '../../causality/vectors'
import { declareFact } from '../../events'
import type { FactOf, Immutable } from '../../events'

const count = z.number().int().min(0)

const fields = z.object({
  does: z.enum(['write', 'send', 'receive']),
  /** What is written, or what the message is called. */
  what: z.string(),
  /** Its place among all that its node did: 1, 2, 3 … */
  place: count,
  /** It raised the node's clocks; if not, the stamp is that of the event before it. */
  counts: z.boolean(),
  lamport: count,
  /** Slots follow the run's node order. */
  vector: z.array(count),
  /** What the node's hybrid clock shows then, and its physical one; absent: recorded before nodes told them. */
  hybrid: hybridTimeSchema.optional(),
  physical_us: z.number().optional(),
  /** Whom the message goes to, or comes from; absent: there is none. */
  peer: z.string().optional(),
  /** Of a receive: the place of the send at its node. */
  sent_place: count.optional()
})

/** A node wrote something, or a message was sent or received; it is on the node's disk. */
export const ClockEvent = declareFact({
  name: 'clock-event',
  volume: 'event',
  fields,
  text: (data, { node }) => `${node} ${doneText(data)}: ${stampText(data)}.`,
  moment: (data) => `${doneText(data)} ${stampText(data)}`
})
export type ClockEvent = FactOf<typeof ClockEvent>
type ClockEventData = Immutable<z.infer<typeof fields>>

/** `receives x = 1 from A`. */
function doneText({ does, what, peer }: ClockEventData): string {
  switch (does) {
    case 'write':
      return `writes ${what}`
    case 'send':
      return `sends ${what} to ${peer}`
    case 'receive':
      return `receives ${what} from ${peer}`
  }
}

/** `Lamport 4, vector [1,1,2]`. */
export function stampText({ lamport, vector }: Pick<ClockEventData, 'lamport' | 'vector'>): string {
  return `Lamport ${lamport}, vector ${vectorText(vector)}`
}
