import type { LabEvent } from '../../../../src-shared/events'
import type { LiveInvariant, Violation } from '../../contract'
import type { ClusterView } from './view'
import { nameEntry, sameEntry } from './view'

/** All nodes apply the same entries in the same order, none left out (Raft §5.4.3). */
export class StateMachineSafety implements LiveInvariant {
  readonly name = 'state-machine-safety'

  constructor(private readonly view: ClusterView) {}

  observe(event: LabEvent): Violation | null {
    const violation = event.kind === 'apply' ? this.judge(event) : null
    this.view.observe(event)
    return violation
  }

  private judge({ node, entries, seq }: Extract<LabEvent, { kind: 'apply' }>): Violation | null {
    let applied = this.view.nodes.get(node)?.applied ?? null
    for (const mark of entries) {
      if (applied !== null && mark.index !== applied + 1)
        return { text: `${node} applies entry ${mark.index} right after entry ${applied}`, events: [seq] }
      applied = mark.index
      const known = this.view.committed.get(mark.index)
      if (known !== undefined && !sameEntry(known.mark, mark))
        return {
          text: `${node} applies ${nameEntry(mark)}, but ${known.node} applied ${nameEntry(known.mark)}`,
          events: [known.seq, seq]
        }
    }
    return null
  }
}
