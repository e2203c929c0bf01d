import type { LabEvent } from '../../../../src-shared/events'
import { Vote } from '../../../../src-shared/protocols/replicated-log/facts'
import type { Violation } from '../../contract'
import type { Judge } from '../../replicated-log/invariants/invariant-runner'

/** A node makes way only for a log that goes at least as far as its own: by epoch, then by index. */
export class LongestLogLeads implements Judge {
  readonly name = 'longest-log-leads'
  readonly reads = [Vote.name]

  judge(event: LabEvent): Violation | null {
    if (!Vote.is(event)) return null
    const { node, seq } = event
    const { candidate, last, candidate_last } = event.data
    if ((candidate_last.term - last.term || candidate_last.index - last.index) >= 0) return null
    const text = `${node}, whose log ends with entry ${last.index} of epoch ${last.term}, makes way for ${candidate}, whose log ends with entry ${candidate_last.index} of epoch ${candidate_last.term}`
    return { text, events: [seq] }
  }
}
