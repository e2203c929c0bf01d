import { keysOf, readsKey, readsSeveral } from '../../src-shared/operations'
import type { RecordedOperation } from '../workload/history'
import type { JudgedOperation } from './describe'

/**
 * The history with a read of each key in place of a read of several: they took effect at some moment each between its invocation and its
 * answer. A key that it covers and that the answer does not name was read as missing; keys that nothing else in the history names are left
 * out, unless the answer has a value of them.
 */
export function separateReads(history: readonly RecordedOperation[]): readonly RecordedOperation[] {
  if (!history.some(({ operation }) => readsSeveral(operation))) return history
  const keys = new Set(history.flatMap(({ operation }) => (readsSeveral(operation) ? [] : keysOf(operation))))
  return history.flatMap((recorded) => (readsSeveral(recorded.operation) ? readsOf(recorded, keys) : [recorded]))
}

function readsOf(recorded: RecordedOperation, keys: ReadonlySet<string>): JudgedOperation[] {
  const { operation, result } = recorded
  // It tells of nothing.
  if (result === null) return []
  const values = result.values ?? {}
  const others = Object.keys(values).filter((key) => !keys.has(key) && values[key] !== null)
  const covered = [...keys, ...others].filter((key) => readsKey(operation, key))
  return covered.map((key) => ({
    ...recorded,
    operation: { f: 'get', key },
    read_by: operation.f,
    result: { value: values[key] ?? null }
  }))
}
