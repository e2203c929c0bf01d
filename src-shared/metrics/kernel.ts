import { blockedWriteMetrics } from './blocked-writes'
import { clockMetrics } from './clocks'
import { faultMetrics } from './faults'
import { incrementMetrics } from './increments'
import { messageCostMetrics } from './message-cost'
import { messageMetrics } from './messages'
import type { MetricGroup } from './metric'
import { operationMetrics } from './operations'
import { readWriteMetrics } from './reads-and-writes'
import { partitionMetrics } from './partitions'
import { readsOfSeveralMetrics } from './reads-of-several'

/** What is measured of every run, whatever its protocol. */
export const KERNEL_METRICS: readonly MetricGroup[] = [
  operationMetrics,
  readWriteMetrics,
  messageMetrics,
  messageCostMetrics,
  faultMetrics,
  blockedWriteMetrics,
  incrementMetrics,
  partitionMetrics,
  readsOfSeveralMetrics,
  clockMetrics
]
