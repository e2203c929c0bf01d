import { IMPOSSIBLE } from '../model'
import type { Model } from '../model'
import type { OperationOf } from '../operation'
import type { call, pay } from './operations'

type Operation = OperationOf<typeof call | typeof pay>

/** An account, initially empty. The state is what has been paid into it: each payment counts once. */
export const CALL: Model<'call', Operation> = {
  name: 'call',
  operations: ['call', 'pay'],
  initial: 0,
  reads: 'value',
  step(state, operation, result) {
    if (operation.f === 'pay') return Number(state) + operation.amount
    return result === null || Number(result.value ?? 0) === state ? state : IMPOSSIBLE
  },
  answer: (state, { f }) => (f === 'call' ? { value: String(state) } : {}),
  isObserver: ({ f }) => f === 'call',
  isBlind: () => false,
  grows: ({ f }) => f === 'pay',
  within: (state, { f }, result) => f !== 'call' || Number(state) <= Number(result?.value ?? 0),
  describe: String
}
