import type { Operation, OperationResult } from '../../src-shared/operations'
import { isWrite } from '../../src-shared/operations'

/** Values last seen per key, used to pick expected values for compare-and-set. */
export class KnownValues {
  private readonly values = new Map<string, string | null>()
  /** Keys that some operation may have changed. */
  readonly written = new Set<string>()

  /** The value last seen under the key; null when none was. */
  lastSeen(key: string): string | null {
    return this.values.get(key) ?? null
  }

  invoked(operation: Operation): void {
    if (isWrite(operation)) this.written.add(operation.key)
  }

  answered(operation: Operation, result: OperationResult): void {
    switch (operation.f) {
      case 'get':
        this.values.set(operation.key, result.value ?? null)
        return
      case 'put':
        this.values.set(operation.key, operation.value)
        return
      case 'cas':
        if (result.swapped) this.values.set(operation.key, operation.value)
        return
      case 'delete':
        this.values.set(operation.key, null)
        return
      case 'append':
      case 'increment':
        // Only the server knows the whole.
        return
    }
  }
}
