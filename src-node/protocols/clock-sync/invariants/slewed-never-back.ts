import type { LabEvent } from '../../../../src-shared/events'
import type { NodeId } from '../../../../src-shared/ids'
import { ClockCorrected, TimeSources } from '../../../../src-shared/protocols/clock-sync/facts'
import type { LiveInvariant, Violation } from '../../contract'

/** Where a clock is slewed alone, no correction makes it show less than before; the first one does not count, for it had no time. */
export class SlewedNeverBack implements LiveInvariant {
  readonly name = 'slewed-never-back'
  readonly reads = [TimeSources.name, ClockCorrected.name]
  private readonly never_steps = new Map<NodeId, boolean>()

  observe(event: LabEvent): Violation | null {
    if (TimeSources.is(event)) this.never_steps.set(event.node, event.data.never_steps)
    if (!ClockCorrected.is(event)) return null
    const { how, from_us, to_us } = event.data
    const is_slewed = how === 'slew' || (how === 'step' && this.never_steps.get(event.node) === true)
    if (!is_slewed || to_us >= from_us) return null
    return {
      text: `${event.node} slews its clock alone, but sets it back by ${((from_us - to_us) / 1000).toFixed(3)} ms`,
      events: [event.seq]
    }
  }
}
