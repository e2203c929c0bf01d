import type { LabEvent, LogEntryMark } from '../../../../src-shared/events'
import type { NodeId } from '../../../../src-shared/ids'
import type { Violation } from '../../contract'
import type { Judge } from '../../replicated-log/invariants/invariant-runner'
import type { ObservedEntry } from '../../replicated-log/invariants/view'
import { Suspicions } from '../../replicated-log/invariants/suspicions'
import type { ClusterView } from '../../replicated-log/invariants/view'
import { nameEntry } from '../../replicated-log/invariants/view'

/** What it takes to hold an entry. */
interface HoldingCriterion {
  readonly name: string
  readonly where: string
  holds(view: ClusterView, node: NodeId, mark: LogEntryMark): boolean
}

export const IN_LOGS: HoldingCriterion = {
  name: 'quorum-log',
  where: 'in the logs',
  holds: (view, node, mark) => view.holds(node, mark)
}

export const ON_DISKS: HoldingCriterion = {
  name: 'committed-durable',
  where: 'on the disks',
  holds: (view, node, mark) => view.holdsOnDisk(node, mark)
}

/**
 * A majority holds each committed entry (Raft §5.3). Judged when a commit goes further than any before, for its last entry, which
 * stands for those before it (log matching); and when a node drops committed entries or comes back without them.
 */
export class HeldByQuorum implements Judge {
  readonly name: string
  private readonly suspicions = new Suspicions()
  /** Commits up to here were judged. */
  private judged = 0

  constructor(private readonly holding: HoldingCriterion) {
    this.name = holding.name
  }

  judge(event: LabEvent, view: ClusterView): Violation | null {
    const settled = this.suspicions.settle(event)
    switch (event.kind) {
      case 'commit':
        return settled ?? this.onCommit(event, view)
      case 'log-truncate': {
        const log = view.nodes.get(event.node)!
        const dropped = view.newestCommitted(log, event.from_index, log.last)
        return settled ?? (dropped ? this.onLoss(event, view, dropped, 'drops') : null)
      }
      case 'log-durable':
        return settled ?? this.onRecovery(event, view)
      default:
        return settled
    }
  }

  private onCommit(event: Extract<LabEvent, { kind: 'commit' }>, view: ClusterView): Violation | null {
    const { node, index, t, seq } = event
    if (index <= this.judged) return null
    this.judged = index
    const mark = view.nodes.get(node)!.entries.get(index)
    // Unknown after a gap, or inside a snapshot.
    if (mark === undefined) return null
    const holders = this.holdersOf(mark, view)
    if (holders.length >= view.quorum) return null
    const others = [...view.nodes.keys()].filter((other) => other !== node && !holders.includes(other))
    const silent = others.filter((other) => view.mayHold(other, mark))
    const suspects = new Set(others.filter((other) => !silent.includes(other) && view.nodes.get(other)!.silent_since === null))
    const text = `${node} commits ${nameEntry(mark)}, which is ${this.holding.where} of ${nameOnly(holders)}`
    return this.suspicions.raise({
      t,
      suspects,
      needed: view.quorum - holders.length - silent.length,
      isCleared: (other) => this.holding.holds(view, other, mark),
      violation: { text, events: evidenceFor(view, mark, seq) }
    })
  }

  /** The first words of a node that has restarted: what it has recovered. */
  private onRecovery(event: Extract<LabEvent, { kind: 'log-durable' }>, view: ClusterView): Violation | null {
    const { before } = view.nodes.get(event.node)!
    if (before === null || !Number.isFinite(before.durable)) return null
    const lost = view.newestCommitted(before, event.index + 1, before.durable)
    return lost ? this.onLoss(event, view, lost, 'comes back without') : null
  }

  /** The node does not hold the committed entry any more. */
  private onLoss(
    { node, seq }: { readonly node: NodeId; readonly seq: number },
    view: ClusterView,
    { mark }: ObservedEntry,
    what: string
  ): Violation | null {
    const holders = this.holdersOf(mark, view).filter((other) => other !== node)
    const silent = [...view.nodes.keys()].filter(
      (other) => other !== node && !holders.includes(other) && view.mayHold(other, mark)
    )
    if (holders.length + silent.length >= view.quorum) return null
    const left = `${this.holding.where} of ${nameOnly(holders)}`
    return { text: `${node} ${what} the committed ${nameEntry(mark)}, now ${left}`, events: evidenceFor(view, mark, seq) }
  }

  private holdersOf(mark: LogEntryMark, view: ClusterView): NodeId[] {
    return [...view.nodes.keys()].filter((node) => this.holding.holds(view, node, mark))
  }
}

function evidenceFor(view: ClusterView, { index }: LogEntryMark, seq: number): number[] {
  const written = view.written.get(index)
  return written ? [written.seq, seq] : [seq]
}

function nameOnly(nodes: readonly NodeId[]): string {
  return nodes.length === 0 ? 'nobody' : `${nodes.join(', ')} only`
}
