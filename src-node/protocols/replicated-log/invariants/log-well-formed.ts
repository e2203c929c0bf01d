import type { LabEvent } from '../../../../src-shared/events'
import { LogAppend } from '../../../../src-shared/protocols/replicated-log/facts'
import type { Violation } from '../../contract'
import type { Judge } from './invariant-runner'
import type { ClusterView } from './view'
import { nameEntry } from './view'

/** A log has no holes, its terms never go down, and none is above the term that its node is in (Raft §5.3). */
export class LogWellFormed implements Judge {
  readonly name = 'log-well-formed'
  readonly reads = [LogAppend.name]

  judge(event: LabEvent, view: ClusterView): Violation | null {
    if (!LogAppend.is(event)) return null
    const text = this.problemWith(event, view)
    return text === null ? null : { text, events: [event.seq] }
  }

  private problemWith({ node, data: { entries } }: LogAppend, view: ClusterView): string | null {
    const { last, snapshot, before, term } = view.nodes.get(node)!
    const first = entries[0]!
    // What a node recovers may reach back behind its snapshot; what it writes later goes on where its log ends.
    const follows = before !== null ? first.index <= last + 1 : snapshot === Infinity || first.index === last + 1
    if (!follows) return `${node} writes entry ${first.index}, but its log ends at ${last}`
    let previous = view.termBefore(node, first.index) ?? 0
    for (let at = 0; at < entries.length; at++) {
      const mark = entries[at]!
      if (mark.index !== first.index + at) return `${node} writes entry ${mark.index} right after entry ${first.index + at - 1}`
      if (mark.term < previous) return `${node} writes ${nameEntry(mark)} right after an entry of term ${previous}`
      previous = mark.term
    }
    if (term !== null && previous > term) return `${node} writes ${nameEntry(entries.at(-1)!)} while it is in term ${term}`
    return null
  }
}
