/** The live invariants that the description names (Raft figure 3, the formal model of etcd's Raft, and what clients were promised). */
import type { NodeId } from '../../../../src-shared/ids'
import type { LiveInvariant } from '../../contract'
import { AcknowledgedKept } from '../../replicated-log/invariants/acknowledged-kept'
import { CommittedStays } from '../../replicated-log/invariants/committed-stays'
import { ConfigurationInLog } from './configuration-in-log'
import { ElectedByQuorum } from './elected-by-quorum'
import { ElectionSafety } from '../../replicated-log/invariants/election-safety'
import { HeldByQuorum, IN_LOGS, ON_DISKS } from './held-by-quorum'
import { shareView } from '../../replicated-log/invariants/invariant-runner'
import { LeaderCompleteness } from '../../replicated-log/invariants/leader-completeness'
import { LeaderLogLongest } from './leader-log-longest'
import { LogMatching } from '../../replicated-log/invariants/log-matching'
import { LogWellFormed } from '../../replicated-log/invariants/log-well-formed'
import { MoreUpToDateCorrect } from './more-up-to-date-correct'
import { OneChange } from './one-change'
import { OneVote } from './one-vote'
import { StateMachineSafety } from '../../replicated-log/invariants/state-machine-safety'
import { ClusterView } from '../../replicated-log/invariants/view'

export function createInvariants(nodes: readonly NodeId[]): LiveInvariant[] {
  return shareView(new ClusterView(nodes), [
    new LogWellFormed(),
    new OneVote(),
    new ElectionSafety(),
    new LeaderLogLongest(),
    new LogMatching(),
    new HeldByQuorum(IN_LOGS),
    new HeldByQuorum(ON_DISKS),
    new MoreUpToDateCorrect(),
    new LeaderCompleteness(),
    new CommittedStays(),
    new AcknowledgedKept(),
    new StateMachineSafety(),
    new ElectedByQuorum(),
    new OneChange(),
    new ConfigurationInLog()
  ])
}
