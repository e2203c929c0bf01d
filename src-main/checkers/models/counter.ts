import { IMPOSSIBLE, unknownOperation } from './model'
import type { Model } from './model'

/** A sum, initially 0, to which whole numbers are added. The state is the sum. */
export const COUNTER: Model = {
  name: 'counter',
  operations: ['get', 'add'],
  initial: 0,
  step(state, operation, result) {
    switch (operation.f) {
      case 'get':
        return result === null || Number(result.value ?? 0) === state ? state : IMPOSSIBLE
      case 'add':
        return Number(state) + Number(operation.value)
      default:
        throw unknownOperation('counter', operation)
    }
  },
  answer: (state, { f }) => (f === 'get' ? { value: String(state) } : {}),
  isObserver: ({ f }) => f === 'get',
  isBlind: () => false,
  grows: (operation) => operation.f === 'add' && Number(operation.value) >= 0,
  within: (state, { f }, result) => f !== 'get' || Number(state) <= Number(result?.value ?? 0),
  describe: String
}
