/** What clients asked and what became of it: throughput by outcome and latency over time. */
import type { LabEvent } from '../events'
import type { ClientId, NodeId } from '../ids'
import type { Operation } from '../operations'
import { Histogram } from './histogram'
import { TimeBuckets } from './time-buckets'

export type Outcome = 'ok' | 'fail' | 'unknown'

/** Operations that completed within one step. */
export interface OperationsCell {
  ok: number
  fail: number
  unknown: number
  /** Latency of those that succeeded, µs. */
  latency_us: Histogram
  /** Events were lost here: the counts are too low. */
  incomplete: boolean
}

export interface OpenOperation {
  readonly client: ClientId
  readonly op: number
  readonly operation: Operation
  readonly t: number
  attempts: number
}

export interface OperationsFold {
  buckets: TimeBuckets<OperationsCell>
  invoked: number
  ok: number
  fail: number
  unknown: number
  /** Operations without an outcome yet, oldest first, by `client:op`. */
  readonly open: Map<string, OpenOperation>
  /** The node that each client sent a request to last. */
  readonly asked: Map<ClientId, NodeId>
  first_us: number | null
  last_us: number
}

/** More open operations than any workload has; beyond it the oldest (lost to a gap) are forgotten. */
const OPEN_MAX = 262_144

export function createOperationsFold(): OperationsFold {
  const buckets = new TimeBuckets<OperationsCell>(
    () => ({ ok: 0, fail: 0, unknown: 0, latency_us: new Histogram(), incomplete: false }),
    (into, later) => {
      into.ok += later.ok
      into.fail += later.fail
      into.unknown += later.unknown
      into.latency_us.merge(later.latency_us)
      into.incomplete ||= later.incomplete
    }
  )
  return { buckets, invoked: 0, ok: 0, fail: 0, unknown: 0, open: new Map(), asked: new Map(), first_us: null, last_us: 0 }
}

/** The outcome that an event of the history stands for, or null. */
export function outcomeOf(event: LabEvent): Outcome | null {
  if (event.kind === 'info') return 'unknown'
  return event.kind === 'ok' || event.kind === 'fail' ? event.kind : null
}

export function operationKey(event: { readonly client: ClientId; readonly op: number }): string {
  return `${event.client}:${event.op}`
}

/** Copies operation counts and latencies up to `t_us` from a later fold of the same run; open operations cannot be restored. */
export function adoptOperations(fold: OperationsFold, later: OperationsFold, t_us: number): void {
  fold.buckets = later.buckets.until(t_us)
  const { ok, fail, unknown } = fold.buckets.sum({ from_us: 0, to_us: t_us })
  Object.assign(fold, { ok, fail, unknown, invoked: ok + fail + unknown })
  fold.open.clear()
}

/** Returns the operation that this event completed, if it was seen to begin. */
export function foldOperations(fold: OperationsFold, event: LabEvent): OpenOperation | null {
  switch (event.kind) {
    case 'invoke': {
      const { client, op, operation, t } = event
      fold.invoked += 1
      fold.first_us ??= t
      fold.open.set(operationKey(event), { client, op, operation, t, attempts: 0 })
      if (fold.open.size > OPEN_MAX) fold.open.delete(fold.open.keys().next().value!)
      return null
    }
    case 'attempt': {
      fold.asked.set(event.client, event.node)
      const open = fold.open.get(operationKey(event))
      if (open && event.attempt > open.attempts) open.attempts = event.attempt
      return null
    }
    case 'ok':
    case 'fail':
    case 'info': {
      const outcome = outcomeOf(event)!
      const cell = fold.buckets.at(event.t)
      cell[outcome] += 1
      fold[outcome] += 1
      if (event.kind === 'ok') cell.latency_us.add(event.latency_us)
      if (event.t > fold.last_us) fold.last_us = event.t
      const key = operationKey(event)
      const open = fold.open.get(key) ?? null
      fold.open.delete(key)
      return open
    }
    case 'gap':
      fold.buckets.at(event.t).incomplete = true
      return null
    default:
      return null
  }
}
