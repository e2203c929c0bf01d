import type { LabEvent } from '../../../../src-shared/events'
import { SpanStarted } from '../../../../src-shared/protocols/services/facts'
import type { LiveInvariant, Violation } from '../../contract'

/** No more requests wait than may. */
export class QueueBound implements LiveInvariant {
  readonly name = 'queue-bound'
  readonly reads = [SpanStarted.name]

  observe(event: LabEvent): Violation | null {
    if (!SpanStarted.is(event)) return null
    const { queued = 0, queue_max = Infinity } = event.data
    if (queued <= queue_max) return null
    return { text: `${queued} requests wait at ${event.node}, where ${queue_max} may`, events: [event.seq] }
  }
}
