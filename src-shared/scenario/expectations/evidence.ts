import type { Judgement } from '../../consistency'
import type { LabEvent } from '../../events'
import type { AppliedFold } from '../../folds/applied'
import type { ProtocolDescription } from '../../description/protocol-description'
import type { ClusterProtocol } from '../../folds/cluster'
import type { MeasuredProtocol, RunMetrics } from '../../metrics/run-metrics'
import type { NodeId } from '../../ids'
import type { FaultCard } from '../../result'

/** What is known of a run when it is over. */
export interface RunRecord {
  /** In the order in which things happened; without messages and log marks. */
  readonly events: readonly LabEvent[]
  readonly protocol: Required<Pick<ClusterProtocol, 'roles' | 'quorum' | 'parameters'>> &
    Partial<Pick<ProtocolDescription, 'series'>> &
    MeasuredProtocol
  readonly applied: AppliedFold
  /** Nodes whose process was running at the end. */
  readonly up: readonly NodeId[]
  /** The history under every model that is expected to hold or not. */
  readonly judgements: readonly Judgement[]
}

/** What expectations are held against: the record, and what has been computed from it. */
export interface RunEvidence extends RunRecord {
  readonly faults: readonly FaultCard[]
  readonly metrics: RunMetrics
}
