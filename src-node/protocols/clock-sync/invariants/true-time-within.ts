import type { LabEvent } from '../../../../src-shared/events'
import type { LiveInvariant, Violation } from '../../contract'
import { Assumptions } from './assumptions'

/** Clocks are read in whole microseconds. */
const PRECISION_MS = 0.01

/** Samples are read by true time, in one moment with the node's own. */
export class TrueTimeWithin implements LiveInvariant {
  readonly name = 'true-time-within'
  readonly reads = [...Assumptions.reads, 'sample']
  private readonly assumptions = new Assumptions()

  observe(event: LabEvent): Violation | null {
    this.assumptions.observe(event)
    if (event.kind !== 'sample' || !this.assumptions.hold(event.node)) return null
    const { believed_error_ms = 0, clock_bound_ms = 0 } = event.values
    if (Math.abs(believed_error_ms) <= clock_bound_ms + PRECISION_MS) return null
    return {
      text: `${event.node} takes its time to be right within ${msText(clock_bound_ms)}, but it is ${msText(Math.abs(believed_error_ms))} off`,
      events: [event.seq]
    }
  }
}

function msText(ms: number): string {
  return `${ms.toFixed(3)} ms`
}
