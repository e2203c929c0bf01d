/** What the doubt about time costs. */
import { Histogram } from '../../folds/histogram'
import { isWithin, metricsPerSpan } from '../../metrics/metric'
import type { Metrics } from '../../metrics/metric'
import { CommitWaited, MasterRefused, SnapshotServed } from './facts'

/** Histograms have no place for less than 1. */
const US_PER_MS = 1000

/** Commits and snapshots count by when they were answered. */
export const spannerMetrics = metricsPerSpan({
  descriptions: [
    { name: 'commits.answered', title: 'Writes answered after their commit wait', unit: '' },
    { name: 'commit_wait_ms.mean', title: 'Commit wait, mean', unit: 'ms' },
    { name: 'commit_wait_ms.p50', title: 'Commit wait, median', unit: 'ms' },
    { name: 'commit_wait_ms.p99', title: 'Commit wait, 99th percentile', unit: 'ms' },
    { name: 'commit_replication_ms.mean', title: 'Replication of a write, mean', unit: 'ms' },
    { name: 'commit_whole_ms.mean', title: 'From stamp to answer, mean', unit: 'ms' },
    { name: 'commit_whole_ms.shortest', title: 'From stamp to answer, shortest', unit: 'ms' },
    { name: 'epsilon_ms.mean', title: 'ε when a write was stamped, mean', unit: 'ms' },
    { name: 'epsilon_ms.max', title: 'ε when a write was stamped, greatest', unit: 'ms' },
    { name: 'wait_per_epsilon.mean', title: 'Commit wait in units of ε, mean', unit: '' },
    { name: 'masters.refused', title: 'Times that a replica refused a time master', unit: '' },
    { name: 'snapshots.served', title: 'Snapshots read', unit: '' },
    { name: 'snapshot_wait_ms.mean', title: 'Wait for the safe time of a snapshot, mean', unit: 'ms' }
  ],
  reads: [CommitWaited.name, SnapshotServed.name, MasterRefused.name],
  create: () => ({
    wait_us: new Histogram(),
    replication_ms: 0,
    whole_ms: 0,
    shortest_ms: Infinity,
    epsilon_ms: 0,
    epsilon_max_ms: 0,
    waits_per_epsilon: 0,
    refused: 0,
    snapshots: 0,
    snapshot_wait_ms: 0
  }),
  fold(counts, event, span) {
    if (!isWithin(event.t, span)) return
    if (CommitWaited.is(event)) {
      const { wait_ms, replication_ms, whole_ms, epsilon_ms } = event.data
      counts.wait_us.add(wait_ms * US_PER_MS)
      counts.replication_ms += replication_ms
      counts.whole_ms += whole_ms
      counts.shortest_ms = Math.min(counts.shortest_ms, whole_ms)
      counts.epsilon_ms += epsilon_ms
      counts.epsilon_max_ms = Math.max(counts.epsilon_max_ms, epsilon_ms)
      counts.waits_per_epsilon += wait_ms / epsilon_ms
    } else if (MasterRefused.is(event) && event.data.refused) counts.refused++
    else if (SnapshotServed.is(event)) {
      counts.snapshots++
      counts.snapshot_wait_ms += event.data.wait_ms
    }
  },
  figures({ wait_us, refused, snapshots, snapshot_wait_ms, ...sums }): Metrics {
    const commits = wait_us.total
    return {
      'commits.answered': commits,
      ...(commits > 0 && {
        'commit_wait_ms.mean': wait_us.sum / commits / US_PER_MS,
        'commit_wait_ms.p50': wait_us.percentile(0.5)! / US_PER_MS,
        'commit_wait_ms.p99': wait_us.percentile(0.99)! / US_PER_MS,
        'commit_replication_ms.mean': sums.replication_ms / commits,
        'commit_whole_ms.mean': sums.whole_ms / commits,
        'commit_whole_ms.shortest': sums.shortest_ms,
        'epsilon_ms.mean': sums.epsilon_ms / commits,
        'epsilon_ms.max': sums.epsilon_max_ms,
        'wait_per_epsilon.mean': sums.waits_per_epsilon / commits
      }),
      'masters.refused': refused,
      'snapshots.served': snapshots,
      ...(snapshots > 0 && { 'snapshot_wait_ms.mean': snapshot_wait_ms / snapshots })
    }
  }
})
