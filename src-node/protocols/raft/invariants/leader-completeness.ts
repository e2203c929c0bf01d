import type { LabEvent } from '../../../../src-shared/events'
import type { NodeId } from '../../../../src-shared/ids'
import type { Violation } from '../../contract'
import type { Judge } from '../../replicated-log/invariants/judge'
import type { ClusterView, Leadership } from '../../replicated-log/invariants/view'
import { nameEntry } from '../../replicated-log/invariants/view'

/**
 * A leader's log holds every entry of earlier terms that is committed (Raft §5.4.3): judged when it is elected, and again when such
 * a commit comes to light later.
 */
export class LeaderCompleteness implements Judge {
  readonly name = 'leader-completeness'
  private accused: Leadership | null = null

  judge(event: LabEvent, view: ClusterView): Violation | null {
    if (event.kind === 'role') return view.isNewLeader(event) ? this.onElection(event, view) : null
    return event.kind === 'apply' ? this.onApply(event, view) : null
  }

  private onElection({ node, term, seq }: Extract<LabEvent, { kind: 'role' }>, view: ClusterView): Violation | null {
    for (const lacked of view.lackedBy(node, term)) {
      // Told now; commits that come to light later say the same.
      this.accused = { node, term, seq }
      return { text: complaint(node, term, nameEntry(lacked.mark), lacked.node), events: [lacked.seq, seq] }
    }
    return null
  }

  private onApply({ node, entries, seq }: Extract<LabEvent, { kind: 'apply' }>, view: ClusterView): Violation | null {
    const { leader } = view
    if (leader === null || !view.leads || leader.node === node || leader.term === this.accused?.term) return null
    const lacked = entries.find((mark) => mark.term < leader.term && !view.holds(leader.node, mark))
    if (lacked === undefined) return null
    this.accused = leader
    return { text: complaint(leader.node, leader.term, nameEntry(lacked), node), events: [leader.seq, seq] }
  }
}

function complaint(leader: NodeId, term: number, entry: string, by: NodeId): string {
  return `${leader} leads term ${term} without ${entry}, which ${by} committed`
}
