/**
 * Everything that screens, results and reports know of a run, folded from its events. Deterministic: the same events give the
 * same fold, so the state at any time is that of a new fold fed with the events up to then. Memory is bounded.
 */
import type { LabEvent } from '../events'
import { isMessageEvent } from '../events'
import type { ClusterFold, ClusterProtocol } from './cluster'
import { createClusterFold, foldCluster, passTime } from './cluster'
import { readersAmong } from './declared'
import type { DeclaredFold, FoldReaders, FoldState } from './declared'
import type { FaultCardsFold } from './fault-cards'
import { createFaultCardsFold, foldFaultCards } from './fault-cards'
import type { FaultsFold } from './faults'
import { createFaultsFold, foldFaults } from './faults'
import type { GaugesFold } from './gauges'
import { createGaugesFold, foldGauges } from './gauges'
import type { MessagesFold } from './messages'
import { createMessagesFold, foldMessages } from './messages'
import type { NoticesFold } from './notices'
import { createNoticesFold, foldNotices } from './notices'
import type { OperationsFold } from './operations'
import { createOperationsFold, foldOperations } from './operations'
import type { PartitionFold } from './partition'
import { createPartitionFold, foldPartition } from './partition'

export interface RunFold {
  readonly cluster: ClusterFold
  readonly operations: OperationsFold
  readonly gauges: GaugesFold
  readonly partition: PartitionFold
  readonly faults: FaultsFold
  readonly cards: FaultCardsFold
  readonly messages: MessagesFold
  readonly notices: NoticesFold
  /** Of the run's protocol; each is reached by its declaration, as in `lagFold.of(run)`. */
  readonly declared: readonly FoldState[]
  readonly readers: FoldReaders
  events: number
}

/** What folds of a run must know of its protocol. */
export interface FoldedProtocol {
  readonly description: ClusterProtocol
  readonly folds: readonly DeclaredFold[]
}

/** An empty fold; without a protocol it has the kernel's folds alone. */
export function createRunFold(protocol?: FoldedProtocol): RunFold {
  const declared = (protocol?.folds ?? []).map((fold) => ({ fold, state: fold.create() }))
  return {
    cluster: createClusterFold(protocol?.description),
    operations: createOperationsFold(),
    gauges: createGaugesFold(),
    partition: createPartitionFold(),
    faults: createFaultsFold(),
    cards: createFaultCardsFold(),
    messages: createMessagesFold(),
    notices: createNoticesFold(),
    declared,
    readers: readersAmong(declared),
    events: 0
  }
}

/** Takes in one event: constant time, whatever the length of the run. Feed events in the order of the stream. */
export function foldEvent(fold: RunFold, event: LabEvent): void {
  fold.events += 1
  // Messages are most of the stream by far, and facts most of the rest.
  if (isMessageEvent(event)) {
    passTime(fold.cluster, event)
    return foldMessages(fold.messages, event)
  }
  if (event.kind === 'fact') {
    passTime(fold.cluster, event)
    return foldDeclared(fold, event, event.fact)
  }
  foldKernel(fold, event)
  foldDeclared(fold, event, event.kind)
}

function foldKernel(fold: RunFold, event: LabEvent): void {
  // The cluster first: the others look at its state after the event.
  foldCluster(fold.cluster, event)
  const completed = foldOperations(fold.operations, event)
  foldGauges(fold.gauges, event)
  foldPartition(fold.partition, event, fold.cluster)
  foldFaults(fold.faults, event)
  foldFaultCards(fold.cards, event, fold, completed)
  foldMessages(fold.messages, event)
  foldNotices(fold.notices, event)
}

function foldDeclared({ readers, cluster }: RunFold, event: LabEvent, name: string): void {
  const all = readers.get(name)
  if (all !== undefined) for (const { fold, state } of all) fold.observe(state, event, cluster)
}

/** A fold of all these events. */
export function foldRun(events: Iterable<LabEvent>, protocol?: FoldedProtocol): RunFold {
  const fold = createRunFold(protocol)
  for (const event of events) foldEvent(fold, event)
  return fold
}
