import type { KeyMemory } from '../../src-shared/data-types/operation'
import { descriptionOf, isWrite, keysOf, readAgain } from '../../src-shared/operations'
import type { Operation, OperationResult } from '../../src-shared/operations'

const NOTHING: KeyMemory = { seen_value: null, seen_elements: [] }

/** What clients last saw under each key, for operations to come that start from it. */
export class KnownValues {
  private readonly keys = new Map<string, KeyMemory>()
  /** Keys that some operation may have changed, and what reads each of them once more. */
  readonly written = new Map<string, Operation>()

  memoryOf(key: string): KeyMemory {
    return this.keys.get(key) ?? NOTHING
  }

  invoked(operation: Operation): void {
    if (!isWrite(operation)) return
    for (const key of keysOf(operation)) if (!this.written.has(key)) this.written.set(key, readAgain(operation, key))
  }

  answered(operation: Operation, result: OperationResult): void {
    const learned = descriptionOf(operation).learn?.(operation, result)
    if (learned === undefined) return
    for (const key of keysOf(operation)) this.keys.set(key, { ...this.memoryOf(key), ...learned })
  }
}
