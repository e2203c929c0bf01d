import type { EventOf, LabEvent } from '../../../../src-shared/events'
import type { NodeId } from '../../../../src-shared/ids'
import { Apply } from '../../../../src-shared/protocols/replicated-log/facts'
import type { Violation } from '../../contract'
import type { Judge } from './invariant-runner'
import type { ClusterView, Leadership } from './view'
import { nameEntry } from './view'

/**
 * A leader's log holds every entry of earlier terms that is committed (Raft §5.4.3): judged when it is elected, and again when such
 * a commit comes to light later.
 */
export class LeaderCompleteness implements Judge {
  readonly name = 'leader-completeness'
  readonly reads = ['role', Apply.name]
  private reported: Leadership | null = null

  judge(event: LabEvent, view: ClusterView): Violation | null {
    if (event.kind === 'role') return view.isNewLeader(event) ? this.onElection(event, view) : null
    return Apply.is(event) ? this.onApply(event, view) : null
  }

  private onElection({ node, term = 0, seq }: EventOf<'role'>, view: ClusterView): Violation | null {
    for (const missing of view.missingFrom(node, term)) {
      // Told now; commits that come to light later say the same.
      this.reported = { node, term, seq }
      return { text: violationText(node, term, nameEntry(missing.mark), missing.node), events: [missing.seq, seq] }
    }
    return null
  }

  private onApply({ node, data: { entries }, seq }: Apply, view: ClusterView): Violation | null {
    const { leader } = view
    if (leader === null || !view.leads || leader.node === node || leader.term === this.reported?.term) return null
    const missing = entries.find((mark) => mark.term < leader.term && !view.holds(leader.node, mark))
    if (missing === undefined) return null
    this.reported = leader
    return { text: violationText(leader.node, leader.term, nameEntry(missing), node), events: [leader.seq, seq] }
  }
}

function violationText(leader: NodeId, term: number, entry: string, by: NodeId): string {
  return `${leader} leads term ${term} without ${entry}, which ${by} committed`
}
