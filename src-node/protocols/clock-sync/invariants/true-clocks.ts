/** How far each node's own clock really is off, as whoever sets it tells. */
import type { LabEvent } from '../../../../src-shared/events'
import type { NodeId } from '../../../../src-shared/ids'

interface Clock {
  readonly offset_us: number
  readonly drift_ppm: number
  readonly set_at_us: number
}

const TRUE_CLOCK: Clock = { offset_us: 0, drift_ppm: 0, set_at_us: -Infinity }

export class TrueClocks {
  static readonly reads = ['node-clock']
  private readonly clocks = new Map<NodeId, Clock>()

  observe(event: LabEvent): void {
    if (event.kind !== 'node-clock') return
    const { node, offset_us, drift_ppm, t } = event
    this.clocks.set(node, { offset_us, drift_ppm, set_at_us: t })
  }

  /** Somebody has set it since, or just then. */
  wasSetSince(node: NodeId, t_us: number): boolean {
    return this.of(node).set_at_us >= t_us
  }

  drift_ppm(node: NodeId): number {
    return Math.abs(this.of(node).drift_ppm)
  }

  error_us(node: NodeId, t_us: number): number {
    const { offset_us, drift_ppm, set_at_us } = this.of(node)
    return Math.abs(drift_ppm === 0 ? offset_us : offset_us + ((t_us - set_at_us) * drift_ppm) / 1e6)
  }

  private of(node: NodeId): Clock {
    return this.clocks.get(node) ?? TRUE_CLOCK
  }
}
