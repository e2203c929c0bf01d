import type { LabEvent, LogEntryMark } from '../../../../src-shared/events'
import type { NodeId } from '../../../../src-shared/ids'
import type { LiveInvariant, Violation } from '../../contract'
import { Ring } from './ring'
import type { ClusterView } from './view'
import { nameEntry, WINDOW } from './view'

interface Written {
  readonly index: number
  readonly mark: LogEntryMark
  /** Term of the entry before it; null when not known. */
  readonly previous_term: number | null
  readonly node: NodeId
  readonly seq: number
}

/**
 * Entries with the same index and term are the same and follow the same entry; by induction whole prefixes match (Raft §5.3).
 * Compared with the entry last written at that index, on whichever node.
 */
export class LogMatching implements LiveInvariant {
  readonly name = 'log-matching'
  private readonly written = new Ring<Written>(WINDOW)

  constructor(private readonly view: ClusterView) {}

  observe(event: LabEvent): Violation | null {
    // Before the view takes in the append, so that it still knows what stood before it.
    const violation = event.kind === 'log-append' ? this.compare(event.node, event.seq, event.entries) : null
    this.view.observe(event)
    return violation
  }

  private compare(node: NodeId, seq: number, entries: readonly LogEntryMark[]): Violation | null {
    let previous_term = this.view.termBefore(node, entries[0]!.index)
    for (const mark of entries) {
      const known = this.written.get(mark.index)
      if (known !== undefined && known.mark.term === mark.term && known.node !== node) {
        const events = [known.seq, seq]
        if (known.mark.digest !== mark.digest)
          return { text: `${known.node} and ${node} hold different contents as ${nameEntry(mark)}`, events }
        if (previous_term !== null && known.previous_term !== null && known.previous_term !== previous_term) {
          const text = `${nameEntry(mark)} follows term ${known.previous_term} on ${known.node} but term ${previous_term} on ${node}`
          return { text, events }
        }
      }
      this.written.set({ index: mark.index, mark, previous_term, node, seq })
      previous_term = mark.term
    }
    return null
  }
}
