import type { RecordedOperation } from '../../workload/history'
import { isWrite, partOf } from '../../../src-shared/operations'

/** A completed operation: it must find its place in the order. */
export type Required = RecordedOperation & { readonly completed_us: number }

/** What one key's order must explain. Both lists follow the time of invocation. */
export interface KeyHistory {
  readonly key: string
  /** What the key holds at first, where that is not what its data type begins with. */
  readonly initial: string | null
  readonly required: readonly Required[]
  /** Writes of unknown outcome: they may take effect at any moment after their invocation, or never. */
  readonly optional: readonly RecordedOperation[]
}

/** Splits a history of operations of one key each by key. Failed operations did not happen; unknown reads say nothing. */
export function splitByKey(history: readonly RecordedOperation[], initial: string | null = null): KeyHistory[] {
  const keys = new Map<string, { key: string; initial: string | null; required: Required[]; optional: RecordedOperation[] }>()
  for (const operation of [...history].sort((a, b) => a.invoked_us - b.invoked_us)) {
    const key = partOf(operation.operation)
    let entry = keys.get(key)
    if (!entry) keys.set(key, (entry = { key, initial, required: [], optional: [] }))
    if (isRequired(operation)) entry.required.push(operation)
    else if (operation.outcome === 'unknown' && isWrite(operation.operation)) entry.optional.push(operation)
  }
  return [...keys.values()]
}

/** The history as it stood when `last` completed: what had not completed by then was still open. */
export function prefixUntil({ key, initial, required, optional }: KeyHistory, last: Required): KeyHistory {
  const completed = inOrderOfCompletion(required)
  const ended = new Set(completed.slice(0, completed.indexOf(last) + 1))
  const begun = ({ invoked_us }: RecordedOperation) => invoked_us <= last.completed_us
  const late = required.filter((o) => begun(o) && !ended.has(o) && isWrite(o.operation))
  const open = late.map((o): RecordedOperation => ({ ...o, completed_us: null, outcome: 'unknown', result: null }))
  return {
    key,
    initial,
    required: required.filter((o) => ended.has(o)),
    optional: [...optional.filter(begun), ...open].sort((a, b) => a.invoked_us - b.invoked_us)
  }
}

/** Those that completed at the same time in the order of invocation. */
export function inOrderOfCompletion(required: readonly Required[]): Required[] {
  return [...required].sort((a, b) => a.completed_us - b.completed_us)
}

/** When the operation was over; never for one of unknown outcome. */
export function completion({ completed_us }: RecordedOperation): number {
  return completed_us ?? Infinity
}

/** Whether the operation was over before the other one began, so that every order has it first. */
export function isOver(operation: RecordedOperation, before: RecordedOperation): boolean {
  return completion(operation) < before.invoked_us
}

function isRequired(operation: RecordedOperation): operation is Required {
  return operation.outcome === 'ok'
}
