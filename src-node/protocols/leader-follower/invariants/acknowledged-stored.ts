import type { EventOf, LabEvent } from '../../../../src-shared/events'
import type { NodeId } from '../../../../src-shared/ids'
import { Commit } from '../../../../src-shared/protocols/replicated-log/facts'
import type { LogEntryMark } from '../../../../src-shared/protocols/replicated-log/facts'
import type { Violation } from '../../contract'
import type { Judge } from '../../replicated-log/invariants/invariant-runner'
import { atLeast, SUSPICION_READS, Suspicions } from '../../replicated-log/invariants/suspicions'
import type { ClusterView } from '../../replicated-log/invariants/view'
import { nameEntry } from '../../replicated-log/invariants/view'
import type { History } from './history'
import { HISTORY_READS } from './history'

/**
 * What a leader acknowledges is on so many disks, or was: a follower may have dropped it for a later leader, or lost its disk, before the
 * acknowledgement came. Judged for the last entry of each commit, which stands for those before it, and for each write that is
 * answered with ok. What a leader found in its log when it began it shows to readers before it is acknowledged.
 */
export class AcknowledgedStored implements Judge {
  readonly name = 'acknowledged-stored'
  readonly reads = [...HISTORY_READS, ...SUSPICION_READS, 'ok']
  private readonly suspicions = new Suspicions()
  /** Where the logs of those that lead ended when they began to. */
  private readonly opened = new Map<NodeId, number>()

  /** `needed`: how many nodes must have an acknowledged entry on disk, the leader included. */
  constructor(
    private readonly history: History,
    private readonly needed: number
  ) {}

  judge(event: LabEvent, view: ClusterView): Violation | null {
    this.history.observe(event, view)
    const settled = this.suspicions.settle(event)
    switch (event.kind) {
      case 'role':
        if (event.role === 'leader') this.opened.set(event.node, view.nodes.get(event.node)!.last)
        else this.opened.delete(event.node)
        return settled
      case 'node-exited':
        this.opened.delete(event.node)
        return settled
      case 'fact':
        return settled ?? (Commit.is(event) ? this.onCommit(event, view) : null)
      case 'ok':
        return settled ?? this.onOk(event, view)
      default:
        return settled
    }
  }

  private onCommit({ node, data: { index }, t, seq }: Commit, view: ClusterView): Violation | null {
    const mark = view.nodes.get(node)!.entries.get(index)
    if (mark === undefined || index <= (this.opened.get(node) ?? Infinity)) return null
    return this.check([mark], `${node} acknowledges ${nameEntry(mark)}`, { t, seq }, view)
  }

  /** Reads stand in no log, nor do writes that are long forgotten: they are not judged. */
  private onOk({ client, op, t, seq }: EventOf<'ok'>, view: ClusterView): Violation | null {
    const operation = `${client}:${op}`
    const marks = this.history.marksOf(operation)
    return marks.length === 0 ? null : this.check(marks, `${operation} was answered with ok`, { t, seq }, view)
  }

  private check(
    marks: readonly LogEntryMark[],
    what: string,
    { t, seq }: { readonly t: number; readonly seq: number },
    view: ClusterView
  ): Violation | null {
    const hasStored = (node: NodeId): boolean =>
      marks.some((mark) => view.holdsOnDisk(node, mark) || this.history.hasStored(node, mark))
    const nodes = [...view.nodes.keys()]
    const holders = nodes.filter(hasStored)
    if (holders.length >= this.needed) return null
    const lacking = nodes.filter((node) => !holders.includes(node))
    const silent = lacking.filter((node) => marks.some((mark) => view.mayHold(node, mark)))
    const suspects = new Set(lacking.filter((node) => view.nodes.get(node)!.silent_since === null))
    return this.suspicions.raise({
      t,
      suspects,
      isEnough: atLeast(this.needed - holders.length - silent.length),
      isCleared: hasStored,
      violation: { text: `${what}, which is on the disks of ${holders.join(', ') || 'nobody'} only`, events: [seq] }
    })
  }
}
