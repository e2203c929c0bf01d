import type { LabEvent } from '../../../../src-shared/events'
import { LogAppend } from '../../../../src-shared/protocols/replicated-log/facts'
import type { Violation } from '../../contract'
import type { Judge } from './invariant-runner'
import { Ring } from './ring'
import type { ClusterView } from './view'
import { nameEntry, WINDOW } from './view'

/** The term of the entry before that at `index`, as the first log that held both showed it. */
interface Before {
  readonly index: number
  readonly term: number
  readonly previous_term: number
}

/**
 * Entries with the same index and term are the same and follow the same entry; by induction whole prefixes match (Raft §5.3).
 * Compared with the entry that was last seen to be new at that index, on whichever node.
 */
export class LogMatching implements Judge {
  readonly name = 'log-matching'
  readonly reads = [LogAppend.name]
  private readonly before = new Ring<Before>(WINDOW)

  judge(event: LabEvent, view: ClusterView): Violation | null {
    if (!LogAppend.is(event)) return null
    const { node, seq } = event
    const { entries } = event.data
    let previous_term = view.termBefore(node, entries[0]!.index)
    for (const mark of entries) {
      const { index, term } = mark
      const known = view.written.get(index)
      const matches = known !== undefined && known.mark.term === term
      if (matches && known.mark.digest !== mark.digest && known.node !== node) {
        const text = `${known.node} and ${node} hold different contents as ${nameEntry(mark)}`
        return { text, events: [known.seq, seq] }
      }
      const before = this.before.get(index)
      if (before === undefined || before.term !== term) {
        if (previous_term !== null) this.before.set({ index, term, previous_term })
      } else if (matches && previous_term !== null && previous_term !== before.previous_term && known.node !== node) {
        const text = `${nameEntry(mark)} follows term ${before.previous_term} on ${known.node} but term ${previous_term} on ${node}`
        return { text, events: [known.seq, seq] }
      }
      previous_term = term
    }
    return null
  }
}
