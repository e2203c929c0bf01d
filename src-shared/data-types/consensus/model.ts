import { describeValue } from '../../text/value-text'
import type { get } from '../get'
import { IMPOSSIBLE } from '../model'
import type { Model } from '../model'
import type { OperationOf } from '../operation'
import type { propose } from './operations'

type Operation = OperationOf<typeof get | typeof propose>

/** A register that keeps the first value proposed; the state is that value, null while there is none. */
export const CONSENSUS: Model<'consensus', Operation> = {
  name: 'consensus',
  operations: ['get', 'propose'],
  initial: null,
  reads: 'value',
  step(state, operation, result) {
    const after = operation.f === 'propose' ? (state ?? operation.value) : state
    return result === null || (result.value ?? null) === after ? after : IMPOSSIBLE
  },
  answer: (state, operation) => ({
    value: (operation.f === 'propose' ? (state ?? operation.value) : state) as string | null
  }),
  // Whoever is answered with another's value has come too late to change anything.
  isObserver: (operation, result) => operation.f === 'get' || (result !== null && (result.value ?? null) !== operation.value),
  isBlind: () => false,
  grows: ({ f }) => f === 'propose',
  within: (state, _operation, result) => state === null || (result?.value ?? null) === state,
  describe: (state) => describeValue(state as string | null)
}
