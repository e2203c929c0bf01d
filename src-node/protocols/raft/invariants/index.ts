/** The live invariants that the description names (Raft figure 3, and what clients were promised). */
import type { NodeId } from '../../../../src-shared/ids'
import type { LiveInvariant } from '../../contract'
import { AcknowledgedKept } from './acknowledged-kept'
import { CommittedStays } from './committed-stays'
import { ElectionSafety } from './election-safety'
import { LeaderCompleteness } from './leader-completeness'
import { LogMatching } from './log-matching'
import { StateMachineSafety } from './state-machine-safety'
import { ClusterView } from './view'

export function createInvariants(nodes: readonly NodeId[]): LiveInvariant[] {
  // Each keeps a view of its own: the driver may run them in any order, and some must look before an event is taken in.
  return [
    new ElectionSafety(),
    new LogMatching(new ClusterView(nodes)),
    new CommittedStays(new ClusterView(nodes)),
    new LeaderCompleteness(new ClusterView(nodes)),
    new AcknowledgedKept(new ClusterView(nodes)),
    new StateMachineSafety(new ClusterView(nodes))
  ]
}
