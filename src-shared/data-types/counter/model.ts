import type { get } from '../get'
import type { add } from '../set/operations'
import { IMPOSSIBLE } from '../model'
import type { Model } from '../model'
import type { OperationOf } from '../operation'
import type { increment } from './operations'

type Operation = OperationOf<typeof get | typeof increment | typeof add>

const WHOLE_NUMBER = /^-?\d{1,15}$/

/** What the operation adds to a counter; null: it does not count. */
export function amountOf(operation: { readonly f: string; readonly by?: number; readonly value?: string }): number | null {
  if (operation.f === 'increment') return operation.by!
  return operation.f === 'add' ? Number(operation.value) : null
}

/** A sum, initially 0, to which whole numbers are added. The state is the sum. */
export const COUNTER: Model<'counter', Operation> = {
  name: 'counter',
  operations: ['get', 'add', 'increment'],
  initial: 0,
  reads: 'value',
  objection: (operation) =>
    operation.f === 'add' && !WHOLE_NUMBER.test(operation.value)
      ? `adds ${JSON.stringify(operation.value)}, which is not a whole number`
      : null,
  step(state, operation, result) {
    switch (operation.f) {
      case 'get':
        return result === null || Number(result.value ?? 0) === state ? state : IMPOSSIBLE
      case 'add':
      case 'increment':
        return Number(state) + amountOf(operation)!
    }
  },
  answer: (state, { f }) => (f === 'get' ? { value: String(state) } : {}),
  isObserver: ({ f }) => f === 'get',
  isBlind: () => false,
  grows: (operation) => (amountOf(operation) ?? -1) >= 0,
  within: (state, { f }, result) => f !== 'get' || Number(state) <= Number(result?.value ?? 0),
  describe: String
}
