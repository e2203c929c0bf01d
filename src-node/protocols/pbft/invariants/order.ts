/** Whether honest nodes go forward, step by step. */
import type { LabEvent } from '../../../../src-shared/events'
import type { NodeId } from '../../../../src-shared/ids'
import { BatchExecuted, StateTaken, ViewChangeStarted, ViewEntered } from '../../../../src-shared/protocols/pbft/facts'
import type { LiveInvariant, Violation } from '../../contract'

export class CarriedOutInOrder implements LiveInvariant {
  readonly name = 'carried-out-in-order'
  readonly reads = [BatchExecuted.name, StateTaken.name]
  /** The newest number of each node, and the event that told of it. */
  private readonly newest = new Map<NodeId, { readonly n: number; readonly seq: number }>()

  observe(event: LabEvent): Violation | null {
    if (!BatchExecuted.is(event) && !StateTaken.is(event)) return null
    const { node, seq, data } = event
    const { n } = data
    const before = this.newest.get(node)
    this.newest.set(node, { n, seq })
    if (before === undefined || StateTaken.is(event) || n === before.n + 1) return null
    return { text: `${node} carries out number ${n} after ${before.n}`, events: [before.seq, seq] }
  }
}

export class ViewsForward implements LiveInvariant {
  readonly name = 'views-forward'
  readonly reads = [ViewChangeStarted.name, ViewEntered.name, StateTaken.name]
  private readonly newest = new Map<NodeId, { readonly view: number; readonly seq: number }>()

  observe(event: LabEvent): Violation | null {
    if (!ViewChangeStarted.is(event) && !ViewEntered.is(event) && !StateTaken.is(event)) return null
    // Views are told of once they are on disk; a state that another gave does not wait for that.
    if (StateTaken.is(event) && event.data.from !== null) return null
    const { node, seq, data } = event
    const { view } = data
    const before = this.newest.get(node)
    this.newest.set(node, { view, seq })
    if (before === undefined || view >= before.view) return null
    return { text: `${node} is in view ${view}, though it was in view ${before.view} before`, events: [before.seq, seq] }
  }
}
