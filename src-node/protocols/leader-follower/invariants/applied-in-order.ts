import type { EventOf, LabEvent } from '../../../../src-shared/events'
import type { NodeId } from '../../../../src-shared/ids'
import { Apply, LogSnapshot, LogTruncate } from '../../../../src-shared/protocols/replicated-log/facts'
import type { Violation } from '../../contract'
import type { Judge } from '../../replicated-log/invariants/invariant-runner'
import type { ClusterView } from '../../replicated-log/invariants/view'
import { nameEntry, sameEntry } from '../../replicated-log/invariants/view'

/** A node applies what its own log holds, one entry after the other; what it takes back it applies again from its snapshot on. */
export class AppliedInOrder implements Judge {
  readonly name = 'applied-in-order'
  readonly reads = ['gap', 'node-started', 'node-exited', Apply.name, LogSnapshot.name, LogTruncate.name]
  /** The last entry applied; absent: not known. */
  private readonly applied = new Map<NodeId, number>()

  judge(event: LabEvent, view: ClusterView): Violation | null {
    switch (event.kind) {
      case 'gap':
        this.applied.clear()
        return null
      case 'node-started':
        this.applied.set(event.node, 0)
        return null
      case 'node-exited':
        this.applied.delete(event.node)
        return null
      case 'fact':
        return this.judgeFact(event, view)
      default:
        return null
    }
  }

  private judgeFact(event: EventOf<'fact'>, view: ClusterView): Violation | null {
    const { node } = event
    if (Apply.is(event)) return this.follow(event, view)
    if (LogTruncate.is(event) && (this.applied.get(node) ?? 0) >= event.data.from_index) this.applied.set(node, 0)
    if (LogSnapshot.is(event)) this.applied.set(node, event.data.index)
    return null
  }

  private follow({ node, data: { entries }, seq }: Apply, view: ClusterView): Violation | null {
    const log = view.nodes.get(node)?.entries
    let applied = this.applied.get(node)
    this.applied.set(node, entries.at(-1)!.index)
    for (const mark of entries) {
      if (applied !== undefined && mark.index !== applied + 1)
        return { text: `${node} applies entry ${mark.index} right after entry ${applied}`, events: [seq] }
      applied = mark.index
      const held = log?.get(mark.index)
      if (held !== undefined && !sameEntry(held, mark))
        return { text: `${node} applies ${nameEntry(mark)}, but its log holds ${nameEntry(held)}`, events: [seq] }
    }
    return null
  }
}
