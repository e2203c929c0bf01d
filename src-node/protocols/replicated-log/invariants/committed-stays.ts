import type { LabEvent } from '../../../../src-shared/events'
import { Commit, LogTruncate } from '../../../../src-shared/protocols/replicated-log/facts'
import type { Violation } from '../../contract'
import type { Judge } from './invariant-runner'
import type { ClusterView } from './view'
import { nameEntry } from './view'

/** What is committed is never replaced: not by another commit, and not in the log of a node that applied it (Raft §5.4). */
export class CommittedStays implements Judge {
  readonly name = 'committed-stays'
  readonly reads = [Commit.name, LogTruncate.name]

  judge(event: LabEvent, view: ClusterView): Violation | null {
    if (Commit.is(event)) {
      const { index, term } = event.data
      const known = view.committed.get(index)
      if (known === undefined || known.mark.term === term) return null
      const text = `${event.node} commits entry ${index} of term ${term}, but ${known.node} committed ${nameEntry(known.mark)}`
      return { text, events: [known.seq, event.seq] }
    }
    if (LogTruncate.is(event)) {
      const { from_index } = event.data
      const applied = view.nodes.get(event.node)?.applied ?? 0
      if (from_index > applied) return null
      const known = view.committed.get(from_index)
      return {
        text: `${event.node} drops entries from ${from_index}, although it has applied entries up to ${applied}`,
        events: known ? [known.seq, event.seq] : [event.seq]
      }
    }
    return null
  }
}
