import type { OperationRef } from '../ids'
import type { Anomaly } from './anomalies'

/** Why one transaction must come before another: what it wrote, read, or overlooked, or time. */
export type EdgeKind = 'ww' | 'wr' | 'rw' | 'predicate' | 'process' | 'realtime'

/** What leads from the one transaction to the other, in a few words. */
export const EDGE_TITLES: Readonly<Record<EdgeKind, string>> = {
  ww: 'write overwritten',
  wr: 'write read',
  rw: 'overwritten after it was read',
  predicate: 'overlooked by a scan',
  process: 'one after the other by one client',
  realtime: 'answered before the next was asked'
}

/** As words at an arrow. */
const EDGE_NAMES: Readonly<Record<EdgeKind, string>> = {
  ww: 'ww',
  wr: 'wr',
  rw: 'rw',
  predicate: 'rw by scan',
  process: 'process',
  realtime: 'real time'
}

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

/** A transaction as sentences and pictures call it. */
export function transactionName({ client, op }: OperationRef): string {
  return `${client} #${op}`
}

/** The kind of an edge, and its key. */
export function edgeName({ kind, key }: CycleEdge): string {
  return key === null ? EDGE_NAMES[kind] : `${EDGE_NAMES[kind]} ${key}`
}
