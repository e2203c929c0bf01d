import type { LabEvent } from '../../../../src-shared/events'
import type { NodeId } from '../../../../src-shared/ids'
import { CheckpointStable, PrePrepared, StateTaken } from '../../../../src-shared/protocols/pbft/facts'
import type { LiveInvariant, Violation } from '../../contract'

/** Whether honest nodes take proposals between their watermarks alone. */
export class WindowKept implements LiveInvariant {
  readonly name = 'window-kept'
  readonly reads = [PrePrepared.name, CheckpointStable.name, StateTaken.name]
  /** The low watermark of each node, and the event that told of it. */
  private readonly low = new Map<NodeId, { readonly n: number; readonly seq: number }>()

  constructor(private readonly window: number) {}

  observe(event: LabEvent): Violation | null {
    if (CheckpointStable.is(event) || StateTaken.is(event)) this.raise(event)
    if (!PrePrepared.is(event)) return null
    const { node, seq, data } = event
    const stable = this.low.get(node)
    if (stable === undefined || data.n <= stable.n + this.window) return null
    return { text: `${node} takes number ${data.n}, though its stable checkpoint is ${stable.n}`, events: [stable.seq, seq] }
  }

  /** A state that another gives may be older than the checkpoint that the node knows to be stable; after a restart its disk alone counts. */
  private raise(event: CheckpointStable | StateTaken): void {
    const { node, seq } = event
    const { n } = event.data
    const is_restart = StateTaken.is(event) && event.data.from === null
    if (is_restart || n > (this.low.get(node)?.n ?? -1)) this.low.set(node, { n, seq })
  }
}
