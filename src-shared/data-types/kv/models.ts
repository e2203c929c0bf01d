import type { get } from '../get'
import { describeValue } from '../../text/value-text'
import { IMPOSSIBLE } from '../model'
import type { KeyState, Model } from '../model'
import type { OperationOf, OperationResult } from '../operation'
import type * as operations from './operations'

type Operation = OperationOf<typeof get | (typeof operations)[keyof typeof operations]>

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

function answer(state: KeyState, operation: Operation): OperationResult {
  if (operation.f === 'get') return { value: state as string | null }
  return operation.f === 'cas' ? { swapped: state === operation.expected } : {}
}

function isObserver({ f }: Operation, result: OperationResult | null): boolean {
  return f === 'get' || (f === 'cas' && result?.swapped === false)
}

function isBlind({ f }: Operation): boolean {
  return f === 'put' || f === 'delete'
}

/** A map from keys to strings; the state is a key's value, null when it is missing. */
export const KV: Model<'kv', Operation> = {
  name: 'kv',
  operations: ['get', 'put', 'append', 'cas', 'delete'],
  initial: null,
  reads: 'value',
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
export const CAS_REGISTER: Model<'cas-register', Operation> = { ...KV, name: 'cas-register', operations: ['get', 'put', 'cas'] }

/** Registers that are read and written. */
export const REGISTER: Model<'register', Operation> = { ...KV, name: 'register', operations: ['get', 'put'] }
