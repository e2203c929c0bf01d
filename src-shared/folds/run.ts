/**
 * Everything that screens, results and reports know of a run, folded from its events. Deterministic: the same events give the
 * same fold, so the state at any time is that of a new fold fed with the events up to then. Memory is bounded.
 */
import type { LabEvent } from '../events'
import { isMessageEvent } from '../events'
import type { ClusterFold, ClusterProtocol } from './cluster'
import { createClusterFold, foldCluster } from './cluster'
import type { CommitFold } from './commit'
import { createCommitFold, foldCommit } from './commit'
import type { FaultCardsFold } from './fault-cards'
import { createFaultCardsFold, foldFaultCards } from './fault-cards'
import type { FaultsFold } from './faults'
import { createFaultsFold, foldFaults } from './faults'
import type { GaugesFold } from './gauges'
import { createGaugesFold, foldGauges } from './gauges'
import type { LagFold } from './lag'
import { createLagFold, foldLag } from './lag'
import type { LeadershipFold } from './leadership'
import { createLeadershipFold, foldLeadership } from './leadership'
import type { LogsFold } from './logs'
import { createLogsFold, foldLogs } from './logs'
import type { MessagesFold } from './messages'
import { createMessagesFold, foldMessages } from './messages'
import type { NoticesFold } from './notices'
import { createNoticesFold, foldNotices } from './notices'
import type { OperationsFold } from './operations'
import { createOperationsFold, foldOperations } from './operations'
import type { PartitionFold } from './partition'
import { createPartitionFold, foldPartition } from './partition'
import type { TermsFold } from './terms'
import { createTermsFold, foldTerms } from './terms'

export interface RunFold {
  readonly cluster: ClusterFold
  readonly operations: OperationsFold
  readonly terms: TermsFold
  readonly leadership: LeadershipFold
  readonly lag: LagFold
  readonly gauges: GaugesFold
  readonly commit: CommitFold
  readonly partition: PartitionFold
  readonly faults: FaultsFold
  readonly cards: FaultCardsFold
  readonly messages: MessagesFold
  readonly logs: LogsFold
  readonly notices: NoticesFold
  events: number
}

/** An empty fold. */
export function createRunFold(protocol?: ClusterProtocol): RunFold {
  return {
    cluster: createClusterFold(protocol),
    operations: createOperationsFold(),
    terms: createTermsFold(),
    leadership: createLeadershipFold(),
    lag: createLagFold(),
    gauges: createGaugesFold(),
    commit: createCommitFold(),
    partition: createPartitionFold(),
    faults: createFaultsFold(),
    cards: createFaultCardsFold(),
    messages: createMessagesFold(),
    logs: createLogsFold(),
    notices: createNoticesFold(),
    events: 0
  }
}

/** Takes in one event: constant time, whatever the length of the run. Feed events in the order of the stream. */
export function foldEvent(fold: RunFold, event: LabEvent): void {
  fold.events += 1
  // The cluster first: the others look at its state after the event.
  foldCluster(fold.cluster, event)
  // Most of the stream by far, and nobody else's business.
  if (isMessageEvent(event)) return foldMessages(fold.messages, event)
  const completed = foldOperations(fold.operations, event)
  foldTerms(fold.terms, event, fold.cluster)
  foldLeadership(fold.leadership, event, fold.cluster)
  foldLag(fold.lag, event, fold.cluster)
  foldGauges(fold.gauges, event)
  foldCommit(fold.commit, event)
  foldPartition(fold.partition, event, fold.cluster)
  foldFaults(fold.faults, event)
  foldFaultCards(fold.cards, event, fold, completed)
  foldMessages(fold.messages, event)
  foldLogs(fold.logs, event)
  foldNotices(fold.notices, event)
}

/** A fold of all these events. */
export function foldRun(events: Iterable<LabEvent>, protocol?: ClusterProtocol): RunFold {
  const fold = createRunFold(protocol)
  for (const event of events) foldEvent(fold, event)
  return fold
}
