import type { OperationRef } from '../consistency'
import type { Anomaly } from './anomalies'

/** Why one transaction must come before another: what it wrote, read, or overlooked, or time. */
export type EdgeKind = 'ww' | 'wr' | 'rw' | 'predicate' | 'process' | 'realtime'

/** One edge of a cycle. */
export interface CycleEdge {
  readonly from: OperationRef
  readonly to: OperationRef
  readonly kind: EdgeKind
  /** Null for an order by time alone. */
  readonly key: string | null
  /** Why, in one sentence. */
  readonly text: string
}

/** An anomaly that a history shows, by the smallest example found. */
export interface AnomalyFinding {
  readonly anomaly: Anomaly
  readonly text: string
  /** The transactions of the example, in the order in which they were invoked. */
  readonly operations: readonly OperationRef[]
  /** The same as readable lines. */
  readonly lines: readonly string[]
  /** In order, the last leads back to the first transaction; empty where the anomaly is no cycle. */
  readonly cycle: readonly CycleEdge[]
}
