import type { Operation, OperationResult } from '../../../src-shared/operations'
import { IMPOSSIBLE } from './model'
import type { KeyState, Model } from './model'

function step(state: KeyState, operation: Operation, result: OperationResult | null): KeyState | typeof IMPOSSIBLE {
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
  }
}

function isObserver({ f }: Operation, result: OperationResult | null): boolean {
  return f === 'get' || (f === 'cas' && result?.swapped === false)
}

function isBlind({ f }: Operation): boolean {
  return f === 'put' || f === 'delete'
}

/** A map from keys to strings. */
export const KV: Model = {
  name: 'kv',
  operations: ['get', 'put', 'append', 'cas', 'delete'],
  initial: null,
  step,
  isObserver,
  isBlind
}

/** Registers that are read, written, and compared and set. */
export const CAS_REGISTER: Model = { ...KV, name: 'cas-register', operations: ['get', 'put', 'cas'] }

/** Registers that are read and written. */
export const REGISTER: Model = { ...KV, name: 'register', operations: ['get', 'put'] }
