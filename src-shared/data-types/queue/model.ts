import { describeMembers } from '../../text/value-text'
import { itemOf, valuesOf } from '../item-list'
import type { ItemList } from '../item-list'
import { IMPOSSIBLE } from '../model'
import type { Model } from '../model'
import type { OperationOf } from '../operation'
import type { dequeue, enqueue } from './operations'

type Operation = OperationOf<typeof enqueue | typeof dequeue>

/** A queue, initially empty: first in, first out; taking from an empty one answers null. The state lists what waits, oldest first. */
export const QUEUE: Model<'queue', Operation> = {
  name: 'queue',
  operations: ['enqueue', 'dequeue'],
  initial: '',
  reads: 'value',
  step(state, operation, result) {
    const waiting = state as ItemList
    switch (operation.f) {
      case 'enqueue':
        return waiting + itemOf(operation.value)
      case 'dequeue': {
        const oldest = waiting.slice(0, waiting.indexOf('\n') + 1)
        const taken = result?.value ?? null
        if (result !== null && (taken === null ? '' : itemOf(taken)) !== oldest) return IMPOSSIBLE
        return waiting.slice(oldest.length)
      }
    }
  },
  answer: (state, { f }) => (f === 'dequeue' ? { value: valuesOf(state as ItemList)[0] ?? null } : {}),
  isObserver: ({ f }, result) => f === 'dequeue' && result !== null && (result.value ?? null) === null,
  isBlind: () => false,
  grows: () => false,
  within: () => true,
  describe: (state) => describeMembers(valuesOf(state as ItemList))
}
