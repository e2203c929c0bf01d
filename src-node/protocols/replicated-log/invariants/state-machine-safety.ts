import type { LabEvent } from '../../../../src-shared/events'
import { Apply } from '../../../../src-shared/protocols/replicated-log/facts'
import type { Violation } from '../../contract'
import type { Judge } from './invariant-runner'
import type { ClusterView } from './view'
import { nameEntry, sameEntry } from './view'

/** All nodes apply the same entries in the same order, none left out (Raft §5.4.3). */
export class StateMachineSafety implements Judge {
  readonly name = 'state-machine-safety'
  readonly reads = [Apply.name]

  judge(event: LabEvent, view: ClusterView): Violation | null {
    return Apply.is(event) ? this.compare(event, view) : null
  }

  private compare({ node, data: { entries }, seq }: Apply, view: ClusterView): Violation | null {
    let applied = view.nodes.get(node)?.applied ?? null
    for (const mark of entries) {
      if (applied !== null && mark.index !== applied + 1)
        return { text: `${node} applies entry ${mark.index} right after entry ${applied}`, events: [seq] }
      applied = mark.index
      const known = view.committed.get(mark.index)
      if (known !== undefined && !sameEntry(known.mark, mark))
        return {
          text: `${node} applies ${nameEntry(mark)}, but ${known.node} applied ${nameEntry(known.mark)}`,
          events: [known.seq, seq]
        }
    }
    return null
  }
}
