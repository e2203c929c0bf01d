import { describeValue } from '../../text/value-text'
import { IMPOSSIBLE } from '../model'
import type { KeyState, Model } from '../model'
import type { OperationOf } from '../operation'
import type { transaction } from './operations'

type Operation = OperationOf<typeof transaction>
type Values = Readonly<Record<string, string | null>>

/**
 * A space of keys, initially empty, judged as one key is: a history is linearizable under it if its transactions are strictly
 * serializable (Herlihy and Wing 1990, section 3.3). The state is the space's values by key as JSON, in the order of the keys, so that
 * equal spaces are equal values.
 */
export const TRANSACTION: Model<'transaction', Operation> = {
  name: 'transaction',
  operations: ['transaction'],
  initial: '{}',
  reads: 'value',
  step(state, operation, result) {
    const values = valuesOf(state)
    if (result !== null && stateOf(result.values ?? {}) !== stateOf(read(values, operation))) return IMPOSSIBLE
    return stateOf({ ...values, ...operation.writes })
  },
  answer: (state, operation) => ({ values: read(valuesOf(state), operation) }),
  isObserver: ({ writes }) => Object.keys(writes).length === 0,
  isBlind: () => false,
  grows: () => false,
  within: () => true,
  describe: (state) =>
    Object.entries(valuesOf(state))
      .map(([one, value]) => `${one} = ${describeValue(value)}`)
      .join(', ') || 'nothing'
}

function read(values: Values, { reads }: Operation): Values {
  return Object.fromEntries(reads.map((one) => [one, values[one] ?? null]))
}

function valuesOf(state: KeyState): Values {
  return JSON.parse(state as string) as Values
}

function stateOf(values: Values): string {
  return JSON.stringify(Object.fromEntries(Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1))))
}
