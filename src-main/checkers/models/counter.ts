import type { HistoryOperation } from '../../../src-shared/operations'
import { IMPOSSIBLE, unknownOperation } from './model'
import type { Model } from './model'

/** What the operation adds to a counter; null: it does not count. */
export function amountOf(operation: HistoryOperation): number | null {
  if (operation.f === 'increment') return operation.by
  return operation.f === 'add' ? Number(operation.value) : null
}

/** A sum, initially 0, to which whole numbers are added. The state is the sum. */
export const COUNTER: Model = {
  name: 'counter',
  operations: ['get', 'add', 'increment'],
  initial: 0,
  step(state, operation, result) {
    switch (operation.f) {
      case 'get':
        return result === null || Number(result.value ?? 0) === state ? state : IMPOSSIBLE
      case 'add':
      case 'increment':
        return Number(state) + amountOf(operation)!
      default:
        throw unknownOperation('counter', operation)
    }
  },
  answer: (state, { f }) => (f === 'get' ? { value: String(state) } : {}),
  isObserver: ({ f }) => f === 'get',
  isBlind: () => false,
  grows: (operation) => (amountOf(operation) ?? -1) >= 0,
  within: (state, { f }, result) => f !== 'get' || Number(state) <= Number(result?.value ?? 0),
  describe: String
}
