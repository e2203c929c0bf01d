import { KERNEL_METRICS } from '../metrics/kernel'
import type { MetricDescription, MetricGroup } from '../metrics/metric'
import { leaderMetrics, termMetrics } from './leadership/metrics'
import { commitMetrics, lagMetrics } from './replicated-log/metrics'

const DECLARED: Record<string, readonly MetricGroup[]> = {
  raft: [leaderMetrics, termMetrics, commitMetrics, lagMetrics],
  'leader-follower': [leaderMetrics, termMetrics, commitMetrics, lagMetrics],
  'multi-leader': [leaderMetrics, termMetrics, lagMetrics],
  quorum: []
}
const ALL = [...new Set(Object.values(DECLARED).flat())]

/** All metrics that any run may have. */
export const METRICS: readonly MetricDescription[] = [...KERNEL_METRICS, ...ALL].flatMap(({ descriptions }) => descriptions)

/** What is measured of a run with this protocol; where none is named or it is not known, all there is. */
export function metricGroupsOf(protocol: string | undefined): readonly MetricGroup[] {
  return [...KERNEL_METRICS, ...((protocol !== undefined && DECLARED[protocol]) || ALL)]
}
