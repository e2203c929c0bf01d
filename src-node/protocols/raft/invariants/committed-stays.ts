import type { LabEvent } from '../../../../src-shared/events'
import type { Violation } from '../../contract'
import type { Judge } from '../../replicated-log/invariants/invariant-runner'
import type { ClusterView } from '../../replicated-log/invariants/view'
import { nameEntry } from '../../replicated-log/invariants/view'

/** What is committed is never replaced: not by another commit, and not in the log of a node that applied it (Raft §5.4). */
export class CommittedStays implements Judge {
  readonly name = 'committed-stays'

  judge(event: LabEvent, view: ClusterView): Violation | null {
    if (event.kind === 'commit') {
      const known = view.committed.get(event.index)
      if (known === undefined || known.mark.term === event.term) return null
      const text = `${event.node} commits entry ${event.index} of term ${event.term}, but ${known.node} committed ${nameEntry(known.mark)}`
      return { text, events: [known.seq, event.seq] }
    }
    if (event.kind === 'log-truncate') {
      const applied = view.nodes.get(event.node)?.applied ?? 0
      if (event.from_index > applied) return null
      const known = view.committed.get(event.from_index)
      return {
        text: `${event.node} drops entries from ${event.from_index}, although it has applied entries up to ${applied}`,
        events: known ? [known.seq, event.seq] : [event.seq]
      }
    }
    return null
  }
}
