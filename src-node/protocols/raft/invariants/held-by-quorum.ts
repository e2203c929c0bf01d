import type { LabEvent } from '../../../../src-shared/events'
import type { NodeId } from '../../../../src-shared/ids'
import { Commit, LogDurable, LogTruncate } from '../../../../src-shared/protocols/replicated-log/facts'
import type { LogEntryMark } from '../../../../src-shared/protocols/replicated-log/facts'
import type { Violation } from '../../contract'
import type { Judge } from '../../replicated-log/invariants/invariant-runner'
import type { ObservedEntry } from '../../replicated-log/invariants/view'
import { isQuorum } from '../../replicated-log/membership'
import { SUSPICION_READS, Suspicions } from '../../replicated-log/invariants/suspicions'
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
 * A quorum of the configuration in force holds each committed entry (Raft §5.3, §6). Judged when a commit goes further than any before, for its last entry, which
 * stands for those before it (log matching); and when a node drops committed entries or comes back without them.
 */
export class HeldByQuorum implements Judge {
  readonly name: string
  readonly reads = SUSPICION_READS
  private readonly suspicions = new Suspicions()
  /** Commits up to here were judged. */
  private judged = 0

  constructor(private readonly holding: HoldingCriterion) {
    this.name = holding.name
  }

  judge(event: LabEvent, view: ClusterView): Violation | null {
    const settled = this.suspicions.settle(event)
    if (settled !== null) return settled
    if (Commit.is(event)) return this.onCommit(event, view)
    if (LogTruncate.is(event)) return this.onTruncate(event, view)
    return LogDurable.is(event) ? this.onRecovery(event, view) : null
  }

  private onTruncate(event: LogTruncate, view: ClusterView): Violation | null {
    const log = view.nodes.get(event.node)!
    const dropped = view.newestCommitted(log, event.data.from_index, log.last)
    return dropped ? this.onLoss(event, view, dropped, 'drops') : null
  }

  private onCommit(event: Commit, view: ClusterView): Violation | null {
    const { node, data } = event
    if (data.index <= this.judged) return null
    this.judged = data.index
    const mark = view.nodes.get(node)!.entries.get(data.index)
    // Unknown after a gap, or inside a snapshot.
    return mark === undefined ? null : this.judgeCommit(event, mark, view)
  }

  private judgeCommit({ node, t, seq }: Commit, mark: LogEntryMark, view: ClusterView): Violation | null {
    const configurations = view.configurationsFor(node)
    const isHeldBy = (agrees: (node: NodeId) => boolean): boolean =>
      configurations.length === 0 || configurations.some(({ membership }) => isQuorum(membership, agrees))
    if (isHeldBy((voter) => this.holding.holds(view, voter, mark))) return null
    const holders = this.holdersOf(mark, view)
    const others = [...view.nodes.keys()].filter((other) => other !== node && !holders.includes(other))
    const silent = others.filter((other) => view.mayHold(other, mark))
    const suspects = new Set(others.filter((other) => !silent.includes(other) && view.nodes.get(other)!.silent_since === null))
    const known = new Set([...holders, ...silent])
    const text = `${node} commits ${nameEntry(mark)}, which is ${this.holding.where} of ${nameOnly(holders)}`
    return this.suspicions.raise({
      t,
      suspects,
      isEnough: (innocent) => isHeldBy((voter) => known.has(voter) || innocent.has(voter)),
      isCleared: (other) => this.holding.holds(view, other, mark),
      violation: { text, events: evidenceFor(view, mark, seq) }
    })
  }

  /** The first words of a node that has restarted: what it has recovered. */
  private onRecovery(event: LogDurable, view: ClusterView): Violation | null {
    const { before } = view.nodes.get(event.node)!
    if (before === null || !Number.isFinite(before.durable)) return null
    const lost = view.newestCommitted(before, event.data.index + 1, before.durable)
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
    if (view.isQuorumOfAny((voter) => holders.includes(voter) || silent.includes(voter))) return null
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
