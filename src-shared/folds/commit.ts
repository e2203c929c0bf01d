/** The commit index of every node over time. */
import type { LabEvent } from '../events'
import type { NodeId } from '../ids'
import { Commit } from '../protocols/replicated-log/facts'
import type { Gauge, TimeBuckets } from './time-buckets'
import { createGauges, recordGauge } from './time-buckets'

export interface CommitFold {
  readonly nodes: Map<NodeId, TimeBuckets<Gauge>>
}

export function createCommitFold(): CommitFold {
  return { nodes: new Map() }
}

export function foldCommit(fold: CommitFold, event: LabEvent): void {
  if (Commit.is(event)) return recordGauge(gaugesOf(fold, event.node), event.t, event.data.index)
  // A process that is gone knows nothing: the line breaks here and goes on after recovery.
  if (event.kind === 'node-exited' && fold.nodes.has(event.node)) recordGauge(gaugesOf(fold, event.node), event.t, NaN)
}

function gaugesOf(fold: CommitFold, node: NodeId): TimeBuckets<Gauge> {
  let gauges = fold.nodes.get(node)
  if (gauges === undefined) fold.nodes.set(node, (gauges = createGauges()))
  return gauges
}
