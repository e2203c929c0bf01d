/** The commit index of every node over time. */
import type { LabEvent } from '../../events'
import type { NodeId } from '../../ids'
import { declareFold } from '../../folds/declared'
import type { Table } from '../../folds/table'
import { gaugeCells, toSeconds } from '../../folds/table'
import type { Gauge, TimeBuckets } from '../../folds/time-buckets'
import { createGauges, recordGauge } from '../../folds/time-buckets'
import { Commit } from './facts'

export interface CommitFold {
  readonly nodes: Map<NodeId, TimeBuckets<Gauge>>
}

export const commitFold = declareFold<CommitFold>({
  create: () => ({ nodes: new Map() }),
  observe: foldCommit,
  tables: (fold) => [commitTable(fold)]
})

function foldCommit(fold: CommitFold, event: LabEvent): void {
  if (Commit.is(event)) return recordGauge(gaugesOf(fold, event.node), event.t, event.data.index)
  // A process that is gone knows nothing: the line breaks here and goes on after recovery.
  if (event.kind === 'node-exited' && fold.nodes.has(event.node)) recordGauge(gaugesOf(fold, event.node), event.t, NaN)
}

function gaugesOf(fold: CommitFold, node: NodeId): TimeBuckets<Gauge> {
  let gauges = fold.nodes.get(node)
  if (gauges === undefined) fold.nodes.set(node, (gauges = createGauges()))
  return gauges
}

function commitTable({ nodes }: CommitFold): Table {
  return {
    name: 'commit-index',
    title: 'Commit index of each node, the newest of each step; empty: the process ended',
    columns: ['t_s', 'node', 'commit_index'],
    *rows() {
      for (const [node, gauges] of nodes) {
        for (const { t_us, last } of gaugeCells(gauges)) yield [toSeconds(t_us), node, last]
      }
    }
  }
}
