import type { EventOf } from '../../../src-shared/events'
import type { FaultAction } from '../../../src-shared/faults/actions'
import type { RunFold } from '../../../src-shared/folds/run'
import type { NodeId } from '../../../src-shared/ids'
import type { Workload } from '../../../src-shared/scenario/sections/workload'
import type { AppliedFold } from '../../../src-shared/folds/applied'
import type { Deferred } from '../deferred'
import type { BatchListener } from './event-stream'
import type { RunHistory } from './history'

export type EndReason = EventOf<'run-ended'>['reason']

/** One run of one scenario, whatever runs it: its stream, its faults and its end. Used once. */
export interface LabRun {
  /** What the stream amounts to so far. */
  readonly fold: RunFold
  readonly applied: AppliedFold
  readonly history: RunHistory
  /** Wall-clock time, ISO 8601. */
  readonly started_at: string
  /** Resolves with the reason when the run should end by itself: its time is over, or it cannot go on. */
  readonly over: Deferred<{ readonly reason: EndReason; readonly text?: string }>
  /** Every batch of the stream from here on goes to the listener. The answer ends that. */
  subscribe(listener: BatchListener): () => void
  /** Starts everything. Rejects when something cannot start. */
  start(): Promise<void>
  /**
   * Does something to the cluster on behalf of a person; answers the fault's number. Rejects when nobody answers to a word, a node
   * refuses, or this cannot be done here.
   */
  act(action: FaultAction): Promise<number>
  undo(fault: number): void
  /** Changes the load; the clients stay those of the run, since links belong to them. Throws when it has none. */
  changeWorkload(workload: Workload): void
  /** Nodes that are running now. */
  up(): NodeId[]
  /** A notice in the stream. */
  notice(level: 'info' | 'warning' | 'error', text: string): void
  /** Ends the load, lets the cluster settle, and closes the stream with `run-ended`. */
  finish(reason: EndReason, text?: string): Promise<void>
  /** Ends everything; resolves when nothing is left. */
  close(): Promise<void>
}
