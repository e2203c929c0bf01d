import type { EventOf, LabEvent, LogEntryMark } from '../../../../src-shared/events'
import type { NodeId } from '../../../../src-shared/ids'
import type { Violation } from '../../contract'
import type { Judge } from '../../replicated-log/invariants/judge'
import { Suspicions } from '../../replicated-log/invariants/suspicions'
import type { ClusterView } from '../../replicated-log/invariants/view'
import { nameEntry } from '../../replicated-log/invariants/view'

const DROPPED_MAX = 16_384

/**
 * What a leader acknowledges is on so many disks. Judged for the last entry of each commit, which stands for those before it. What
 * stood in the leader's log when it began counts whoever has it.
 */
export class AcknowledgedStored implements Judge {
  readonly name = 'acknowledged-stored'
  private readonly suspicions = new Suspicions()
  /** Where the logs of those that lead ended when they began to. */
  private readonly opened = new Map<NodeId, number>()
  /** What a later leader made nodes drop, as `node:index:epoch`: it was on their disks, or on its way there. */
  private readonly dropped = new Set<string>()

  /** `needed`: how many nodes must have an acknowledged entry on disk, the leader included. */
  constructor(private readonly needed: number) {}

  judge(event: LabEvent, view: ClusterView): Violation | null {
    const settled = this.suspicions.settle(event)
    switch (event.kind) {
      case 'role':
        if (event.role === 'leader') this.opened.set(event.node, view.nodes.get(event.node)!.last)
        else this.opened.delete(event.node)
        return settled
      case 'log-truncate':
        this.remember(event, view)
        return settled
      case 'node-exited':
        this.opened.delete(event.node)
        return settled
      case 'commit':
        return settled ?? this.onCommit(event, view)
      default:
        return settled
    }
  }

  private onCommit({ node, index, t, seq }: EventOf<'commit'>, view: ClusterView): Violation | null {
    const mark = view.nodes.get(node)!.entries.get(index)
    if (mark === undefined || index <= (this.opened.get(node) ?? Infinity)) return null
    const nodes = [...view.nodes.keys()]
    const holders = nodes.filter((other) => this.hasStored(view, other, mark))
    const lacking = nodes.filter((other) => other !== node && !holders.includes(other))
    const silent = lacking.filter((other) => view.mayHold(other, mark))
    const suspects = new Set(lacking.filter((other) => view.nodes.get(other)!.silent_since === null))
    const text = `${node} acknowledges ${nameEntry(mark)}, which is on the disks of ${holders.join(', ') || 'nobody'} only`
    return this.suspicions.raise({
      t,
      suspects,
      needed: this.needed - holders.length - silent.length,
      isInnocent: (other) => this.hasStored(view, other, mark),
      violation: { text, events: [seq] }
    })
  }

  /** A follower may have dropped the entry for a later leader between writing it and the arrival of its acknowledgement. */
  private hasStored(view: ClusterView, node: NodeId, mark: LogEntryMark): boolean {
    return view.holdsOnDisk(node, mark) || this.dropped.has(`${node}:${mark.index}:${mark.term}`)
  }

  private remember({ node, from_index }: EventOf<'log-truncate'>, view: ClusterView): void {
    const { entries, last } = view.nodes.get(node)!
    for (const { index, term } of entries.range(from_index, last)) {
      this.dropped.add(`${node}:${index}:${term}`)
      if (this.dropped.size > DROPPED_MAX) this.dropped.delete(this.dropped.values().next().value!)
    }
  }
}
