import type { HistoryOperation, HistoryResult } from '../../../src-shared/operations'
import { describeValue } from '../describe'
import { IMPOSSIBLE, unknownOperation } from './model'
import type { KeyState, Model } from './model'

function step(state: KeyState, operation: HistoryOperation, result: HistoryResult | null): KeyState | typeof IMPOSSIBLE {
  switch (operation.f) {
    case 'get':
      return result === null || (result.value ?? null) === state ? state : IMPOSSIBLE
    case 'put':
      return operation.value
    case 'append':
      return (state ?? '') + operation.value
    case 'cas': {
      const swaps = state === operation.expected
      if (result !== null && result.swapped !== swaps) return IMPOSSIBLE
      return swaps ? operation.value : state
    }
    case 'delete':
      return null
    default:
      throw unknownOperation('kv', operation)
  }
}

function answer(state: KeyState, operation: HistoryOperation): HistoryResult {
  if (operation.f === 'get') return { value: state as string | null }
  return operation.f === 'cas' ? { swapped: state === operation.expected } : {}
}

function isObserver({ f }: HistoryOperation, result: HistoryResult | null): boolean {
  return f === 'get' || (f === 'cas' && result?.swapped === false)
}

function isBlind({ f }: HistoryOperation): boolean {
  return f === 'put' || f === 'delete'
}

/** A map from keys to strings; the state is a key's value, null when it is missing. */
export const KV: Model = {
  name: 'kv',
  operations: ['get', 'put', 'append', 'cas', 'delete'],
  initial: null,
  step,
  answer,
  isObserver,
  isBlind,
  grows: ({ f }) => f === 'append',
  within: (state, { f }, result) =>
    f !== 'get' || state === null || ((result?.value ?? null) !== null && result!.value!.startsWith(String(state))),
  describe: (state) => describeValue(state as string | null)
}

/** Registers that are read, written, and compared and set. */
export const CAS_REGISTER: Model = { ...KV, name: 'cas-register', operations: ['get', 'put', 'cas'] }

/** Registers that are read and written. */
export const REGISTER: Model = { ...KV, name: 'register', operations: ['get', 'put'] }
