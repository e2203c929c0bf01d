import type { LogicalClock } from '../../../../src-shared/events'
import { Ring } from '../../../../src-shared/folds/ring'
import type { MessageTrace } from '../../../../src-shared/folds/messages'

let last = 0

/** A message from one node to another, sent and read at these times, µs; read_us null: it is under way. */
export function traceOf(
  from: string,
  to: string,
  sent_us: number,
  read_us: number | null,
  change: Partial<MessageTrace> = {}
): MessageTrace {
  const n = ++last
  const clock: LogicalClock | null = null
  return {
    place: n,
    from,
    to,
    boot: 1,
    n,
    first_us: sent_us,
    type: 'x',
    forms: null,
    says: null,
    bytes: 1,
    sent_us,
    sent_clock: clock,
    delivered_us: read_us,
    received_us: read_us,
    received_clock: clock,
    late_us: read_us === null ? null : read_us - sent_us,
    copies: read_us === null ? 0 : 1,
    corrupted: false,
    altered: false,
    dropped: null,
    held: false,
    ...change
  }
}

export function ringOf(...traces: MessageTrace[]): Ring<MessageTrace> {
  const ring = new Ring<MessageTrace>(100)
  for (const trace of traces) ring.push(trace)
  return ring
}
