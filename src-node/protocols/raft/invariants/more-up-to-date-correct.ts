import type { LabEvent } from '../../../../src-shared/events'
import { Vote } from '../../../../src-shared/protocols/replicated-log/facts'
import type { Violation } from '../../contract'
import type { Judge } from '../../replicated-log/invariants/invariant-runner'
import type { ClusterView } from '../../replicated-log/invariants/view'
import { nameEntry } from '../../replicated-log/invariants/view'

/**
 * A node votes only for a log at least as up to date as its own, and such a log holds every entry that the voter has committed
 * (Raft §5.4.1), of which the last stands for all (log matching).
 */
export class MoreUpToDateCorrect implements Judge {
  readonly name = 'more-up-to-date-correct'
  readonly reads = [Vote.name]

  judge(event: LabEvent, view: ClusterView): Violation | null {
    if (!Vote.is(event)) return null
    const { node, seq } = event
    const { candidate, last, candidate_last } = event.data
    if (candidate_last.term < last.term || (candidate_last.term === last.term && candidate_last.index < last.index)) {
      const logs = `ends with entry ${candidate_last.index} of term ${candidate_last.term}, before its own entry ${last.index} of term ${last.term}`
      return { text: `${node} votes for ${candidate}, whose log ${logs}`, events: [seq] }
    }
    const committed = view.committed.get(view.nodes.get(node)?.applied ?? 0)
    if (committed === undefined || !logMatchesRequest(event, view) || view.holds(candidate, committed.mark)) return null
    const text = `${node} votes for ${candidate}, whose log lacks ${nameEntry(committed.mark)}, which ${node} has committed`
    return { text, events: [committed.seq, seq] }
  }
}

/** The candidate's log may have changed since it asked, or what it wrote before may not yet be told. */
function logMatchesRequest({ data: { candidate, candidate_last } }: Vote, view: ClusterView): boolean {
  const log = view.nodes.get(candidate)
  return log?.last === candidate_last.index && log.entries.get(log.last)?.term === candidate_last.term
}
