/** The live invariants that the description names. */
import type { NodeId } from '../../../../src-shared/ids'
import type { Parameters } from '../../../../src-shared/description/protocol-description'
import type { LiveInvariant } from '../../contract'
import { ElectionSafety } from '../../replicated-log/invariants/election-safety'
import { shareView } from '../../replicated-log/invariants/invariant-runner'
import { LogMatching } from '../../replicated-log/invariants/log-matching'
import { LogWellFormed } from '../../replicated-log/invariants/log-well-formed'
import { ClusterView } from '../../replicated-log/invariants/view'
import { storedByFollowers } from '../replication'
import type { Replication } from '../replication'
import { AcknowledgedKept } from './acknowledged-kept'
import { AcknowledgedStored } from './acknowledged-stored'
import { AppliedInOrder } from './applied-in-order'
import { History } from './history'
import { LongestLogLeads } from './longest-log-leads'

export function createInvariants(nodes: readonly NodeId[], { replication }: Parameters): LiveInvariant[] {
  const history = new History()
  return shareView(new ClusterView(nodes), [
    new LogWellFormed(),
    new ElectionSafety(),
    new LogMatching(),
    new AppliedInOrder(),
    new AcknowledgedStored(history, 1 + storedByFollowers(replication as Replication, nodes.length - 1)),
    new LongestLogLeads(),
    new AcknowledgedKept(history, replication === 'synchronous')
  ])
}
