import { describeValue } from '../../text/value-text'
import { IMPOSSIBLE } from '../model'
import type { KeyState, Model } from '../model'
import type { OperationOf } from '../operation'
import { applySteps } from './apply'
import type { StoredValue } from './apply'
import { answersOf } from './operations'
import type { transaction } from './operations'

type Operation = OperationOf<typeof transaction>

/**
 * The keys of a database, initially empty, judged as one: a history is linearizable under it if its transactions are strictly serializable (Herlihy and
 * Wing 1990, section 3.3). The state is the values by key as JSON, in the order of the keys, so that equal states are equal values.
 */
export const TRANSACTION: Model<'transaction', Operation> = {
  name: 'transaction',
  operations: ['transaction'],
  initial: '[]',
  reads: 'value',
  step(state, { steps }, result) {
    const { values, answers } = applySteps(valuesOf(state), steps)
    if (result !== null && JSON.stringify(answersOf(result)) !== JSON.stringify(answers)) return IMPOSSIBLE
    return stateOf(values)
  },
  answer: (state, { steps }) => ({ answers: applySteps(valuesOf(state), steps).answers }),
  isObserver: ({ steps }) => steps.every((step) => ['read', 'scan', 'wait', 'abort'].includes(step.do)),
  isBlind: () => false,
  grows: () => false,
  within: () => true,
  describe: (state) =>
    [...valuesOf(state)]
      .map(([key, value]) => `${key} = ${typeof value === 'string' ? describeValue(value) : `[${value.join(', ')}]`}`)
      .join(', ') || 'nothing'
}

function valuesOf(state: KeyState): Map<string, StoredValue> {
  return new Map(JSON.parse(state as string) as [string, StoredValue][])
}

function stateOf(values: ReadonlyMap<string, StoredValue>): string {
  return JSON.stringify([...values].sort(([a], [b]) => (a < b ? -1 : 1)))
}
