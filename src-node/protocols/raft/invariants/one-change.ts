import type { LabEvent } from '../../../../src-shared/events'
import { Configured } from '../../../../src-shared/protocols/replicated-log/facts'
import type { Violation } from '../../contract'
import type { Judge } from '../../replicated-log/invariants/invariant-runner'
import type { ClusterView } from '../../replicated-log/invariants/view'

/** A leader changes the configuration only once the change before is committed (Raft §6; dissertation §4.1). */
export class OneChange implements Judge {
  readonly name = 'one-change'
  readonly reads = [Configured.name]

  judge(event: LabEvent, view: ClusterView): Violation | null {
    if (!Configured.is(event) || event.data.is_committed) return null
    const { node, seq, data } = event
    const { leads, configuration } = view.nodes.get(node)!
    if (!leads || configuration.is_committed || configuration.index >= data.index) return null
    const text = `${node} changes the configuration by entry ${data.index}, while the change of entry ${configuration.index} is not committed`
    return { text, events: [seq] }
  }
}
