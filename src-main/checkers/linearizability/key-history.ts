import type { RecordedOperation } from '../../workload/history'
import { isWrite } from '../../../src-shared/operations'

/** A completed operation: it must find its place in the order. */
export type Required = RecordedOperation & { readonly completed_us: number }

/** What one key's order must explain. Both lists follow the time of invocation. */
export interface KeyHistory {
  readonly key: string
  readonly required: readonly Required[]
  /** Writes of unknown outcome: they may take effect at any moment after their invocation, or never. */
  readonly optional: readonly RecordedOperation[]
}

/** Splits a history by key. Failed operations did not happen; unknown reads say nothing. */
export function splitByKey(history: readonly RecordedOperation[]): KeyHistory[] {
  const keys = new Map<string, { key: string; required: Required[]; optional: RecordedOperation[] }>()
  for (const operation of [...history].sort((a, b) => a.invoked_us - b.invoked_us)) {
    const { key } = operation.operation
    let entry = keys.get(key)
    if (!entry) keys.set(key, (entry = { key, required: [], optional: [] }))
    if (isRequired(operation)) entry.required.push(operation)
    else if (operation.outcome === 'unknown' && isWrite(operation.operation)) entry.optional.push(operation)
  }
  return [...keys.values()]
}

/** The history as it stood at `time_us`: what had not completed by then was still open. */
export function prefixUntil({ key, required, optional }: KeyHistory, time_us: number): KeyHistory {
  const begun = ({ invoked_us }: RecordedOperation) => invoked_us <= time_us
  const late = required.filter((o) => begun(o) && o.completed_us > time_us && isWrite(o.operation))
  const open = late.map((o): RecordedOperation => ({ ...o, completed_us: null, outcome: 'unknown', result: null }))
  return {
    key,
    required: required.filter(({ completed_us }) => completed_us <= time_us),
    optional: [...optional.filter(begun), ...open].sort((a, b) => a.invoked_us - b.invoked_us)
  }
}

function isRequired(operation: RecordedOperation): operation is Required {
  return operation.outcome === 'ok'
}
