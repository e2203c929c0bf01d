import type { LabEvent } from '../../../../src-shared/events'
import type { NodeId } from '../../../../src-shared/ids'
import type { LiveInvariant, Violation } from '../../contract'

/** Real clocks are read one after the other. */
const TOLERANCE_MS = 0.1

/** The true time is between the earliest and the latest that a replica takes it to be. */
export class IntervalHoldsTrueTime implements LiveInvariant {
  readonly name = 'interval-holds-true-time'
  readonly reads = ['sample']
  /** Replicas that have been found to be outside, until they are inside again. */
  private readonly outside = new Set<NodeId>()

  constructor(private readonly replicas: readonly NodeId[]) {}

  observe(event: LabEvent): Violation | null {
    if (event.kind !== 'sample' || !this.replicas.includes(event.node)) return null
    const { node, seq, values } = event
    const { believed_error_ms, clock_bound_ms } = values
    if (believed_error_ms === undefined || clock_bound_ms === undefined) return null
    if (Math.abs(believed_error_ms) <= clock_bound_ms + TOLERANCE_MS) {
      this.outside.delete(node)
      return null
    }
    if (this.outside.has(node)) return null
    this.outside.add(node)
    const off = `${believed_error_ms.toFixed(2)} ms off`
    return {
      text: `the time of ${node} is ${off}, but it takes itself to be right to within ${clock_bound_ms.toFixed(2)} ms`,
      events: [seq]
    }
  }
}
