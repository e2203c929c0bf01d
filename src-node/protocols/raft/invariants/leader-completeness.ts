import type { LabEvent } from '../../../../src-shared/events'
import type { LiveInvariant, Violation } from '../../contract'
import type { ClusterView, Leadership, Sighting } from './view'
import { nameEntry, WINDOW } from './view'

/**
 * A leader's log holds every entry of earlier terms that is committed (Raft §5.4.3): judged when it is elected, and again when such
 * a commit comes to light later.
 */
export class LeaderCompleteness implements LiveInvariant {
  readonly name = 'leader-completeness'
  private accused: Leadership | null = null

  constructor(private readonly view: ClusterView) {}

  observe(event: LabEvent): Violation | null {
    const { view } = this
    const before = view.leader
    view.observe(event)
    const { leader } = view
    if (leader === null || leader === this.accused) return null
    if (leader !== before && event.kind === 'role') {
      return this.judge(leader, view.committed.range(view.committed_last - WINDOW + 1, view.committed_last), event.seq)
    }
    if (event.kind !== 'apply' || event.node === leader.node || event.entries[0]!.term >= leader.term) return null
    return this.judge(leader, view.committed.range(event.entries[0]!.index, event.entries.at(-1)!.index), event.seq)
  }

  private judge(leader: Leadership, committed: Iterable<Sighting>, seq: number): Violation | null {
    for (const { mark, node, seq: shown } of committed) {
      if (mark.term >= leader.term || this.view.holds(leader.node, mark)) continue
      this.accused = leader
      const text = `${leader.node} leads term ${leader.term} without ${nameEntry(mark)}, which ${node} committed`
      return { text, events: [shown, leader.seq, seq].filter((one, at, all) => all.indexOf(one) === at) }
    }
    return null
  }
}
