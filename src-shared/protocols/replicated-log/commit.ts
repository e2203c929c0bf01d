/** The commit index of every replica over time. */
import type { LabEvent } from '../../events'
import { keysOfNode, replicaKey } from '../../replica'
import type { ReplicaKey } from '../../replica'
import { declareFold } from '../../folds/declared'
import type { Table } from '../../folds/table'
import { gaugeCells, toSeconds } from '../../folds/table'
import type { Gauge, TimeBuckets } from '../../folds/time-buckets'
import { createGauges, recordGauge } from '../../folds/time-buckets'
import { Commit } from './facts'

export interface CommitFold {
  readonly replicas: Map<ReplicaKey, TimeBuckets<Gauge>>
}

export const commitFold = declareFold<CommitFold>({
  create: () => ({ replicas: new Map() }),
  reads: [Commit.name, 'node-exited'],
  observe: foldCommit,
  tables: (fold) => [commitTable(fold)]
})

function foldCommit(fold: CommitFold, event: LabEvent): void {
  if (Commit.is(event)) return recordGauge(gaugesOf(fold, replicaKey(event)), event.t, event.data.index)
  // A process that is gone knows nothing: the line breaks here and goes on after recovery.
  if (event.kind === 'node-exited')
    for (const key of keysOfNode(fold.replicas.keys(), event.node)) recordGauge(gaugesOf(fold, key), event.t, NaN)
}

function gaugesOf(fold: CommitFold, key: ReplicaKey): TimeBuckets<Gauge> {
  let gauges = fold.replicas.get(key)
  if (gauges === undefined) fold.replicas.set(key, (gauges = createGauges()))
  return gauges
}

function commitTable({ replicas }: CommitFold): Table {
  return {
    name: 'commit-index',
    title: 'Commit index of each node, the newest of each step; empty: the process ended',
    columns: ['t_s', 'node', 'commit_index'],
    *rows() {
      for (const [replica, gauges] of replicas) {
        for (const { t_us, last } of gaugeCells(gauges)) yield [toSeconds(t_us), replica, last]
      }
    }
  }
}
