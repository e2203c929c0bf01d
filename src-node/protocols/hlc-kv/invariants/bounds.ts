/** Whether hybrid clocks stay close to physical time, and their counters small. */
import { COUNTER_MAX, timeText } from '../../../../src-shared/causality/hybrid-clock'
import type { LabEvent } from '../../../../src-shared/events'
import type { NodeId } from '../../../../src-shared/ids'
import { TimeClosed, VersionStamped } from '../../../../src-shared/protocols/hlc-kv/facts'
import type { LiveInvariant, Violation } from '../../contract'

/** The clock of a node as it was last set, and how far it has been ahead of true time at most. */
interface ClockError {
  readonly set_at_us: number
  readonly offset_us: number
  readonly drift_ppm: number
  readonly most_us: number
}

const TRUE: ClockError = { set_at_us: 0, offset_us: 0, drift_ppm: 0, most_us: 0 }

export class NearPhysicalTime implements LiveInvariant {
  readonly name = 'near-physical-time'
  readonly reads = [VersionStamped.name, TimeClosed.name, 'node-clock']
  private readonly clocks = new Map<NodeId, ClockError>()

  /** `allowed_us`: the maximum offset, and what restarts add. */
  constructor(private readonly allowed_us: number) {}

  observe(event: LabEvent): Violation | null {
    if (event.kind === 'node-clock') {
      const { node, t, offset_us, drift_ppm } = event
      const most_us = Math.max(this.errorOf(node, t), offset_us)
      this.clocks.set(node, { set_at_us: t, offset_us, drift_ppm, most_us })
    }
    if (!VersionStamped.is(event) && !TimeClosed.is(event)) return null
    const { node, t, seq } = event
    const { stamp, physical_us } = event.data
    const latest_us = Math.max(physical_us, t + this.errorOf(node, t))
    const ahead_us = stamp.physical_us - latest_us
    if (ahead_us <= this.allowed_us) return null
    const text = `${node} stamps with ${timeText(stamp.physical_us)}, ${Math.round(ahead_us / 1000)} ms beyond what its clock has ever shown by ${timeText(t)}`
    return { text, events: [seq] }
  }

  /** How far the clock has been ahead of true time by `t` at most. */
  private errorOf(node: NodeId, t: number): number {
    const { set_at_us, offset_us, drift_ppm, most_us } = this.clocks.get(node) ?? TRUE
    return Math.max(most_us, offset_us + ((t - set_at_us) * drift_ppm) / 1e6)
  }
}

export class CounterBounded implements LiveInvariant {
  readonly name = 'counter-bounded'
  readonly reads = [VersionStamped.name, TimeClosed.name]

  observe(event: LabEvent): Violation | null {
    if (!VersionStamped.is(event) && !TimeClosed.is(event)) return null
    const { counter } = event.data.stamp
    if (counter <= COUNTER_MAX) return null
    return { text: `the counter of ${event.node} is ${counter}, above ${COUNTER_MAX}`, events: [event.seq] }
  }
}
