/** The live invariants that the description names: those of every replicated log, and those of views and recoveries. */
import type { NodeId } from '../../../../src-shared/ids'
import type { LiveInvariant } from '../../contract'
import { AcknowledgedKept } from '../../replicated-log/invariants/acknowledged-kept'
import { CommittedStays } from '../../replicated-log/invariants/committed-stays'
import { ElectionSafety } from '../../replicated-log/invariants/election-safety'
import { shareView } from '../../replicated-log/invariants/invariant-runner'
import { LeaderCompleteness } from '../../replicated-log/invariants/leader-completeness'
import { LogMatching } from '../../replicated-log/invariants/log-matching'
import { LogWellFormed } from '../../replicated-log/invariants/log-well-formed'
import { StateMachineSafety } from '../../replicated-log/invariants/state-machine-safety'
import { ClusterView } from '../../replicated-log/invariants/view'
import { quorumOf } from '../core'
import { NewestLogChosen, PreparedByQuorum, ViewsForward } from './views'
import { RecoveredByQuorum } from './recoveries'

export function createInvariants(nodes: readonly NodeId[]): LiveInvariant[] {
  const quorum = quorumOf({ nodes })
  return [
    ...shareView(new ClusterView(nodes), [
      new LogWellFormed(),
      new ElectionSafety(),
      new LogMatching(),
      new LeaderCompleteness(),
      new CommittedStays(),
      new AcknowledgedKept(),
      new StateMachineSafety()
    ]),
    new PreparedByQuorum(quorum),
    new ViewsForward(),
    new NewestLogChosen(quorum),
    new RecoveredByQuorum(quorum)
  ]
}
