import type { get } from '../get'
import { IMPOSSIBLE } from '../model'
import type { Model } from '../model'
import type { OperationOf, OperationResult } from '../operation'
import type { deleteElement, insertAfter } from './operations'

type Operation = OperationOf<typeof get | typeof insertAfter | typeof deleteElement>

/** An element in its place; null: it was deleted. */
type Item = readonly [element: string, value: string | null]

/**
 * A list, initially empty. An element of a name that was there before, or behind one that never was, changes nothing. The state is the
 * list's items, deleted ones too, as JSON, so that equal lists are equal values.
 */
export const LIST: Model<'list', Operation> = {
  name: 'list',
  operations: ['get', 'insert-after', 'delete-element'],
  initial: '[]',
  reads: 'elements',
  step(state, operation, result) {
    switch (operation.f) {
      case 'get':
        return result === null || answered(result) === answered(answerOf(state)) ? state : IMPOSSIBLE
      case 'insert-after': {
        const { after, element, value } = operation
        const items = itemsOf(state)
        const place = after === null ? 0 : indexOf(items, after) + 1
        if (indexOf(items, element) >= 0 || (after !== null && place === 0)) return state
        return JSON.stringify([...items.slice(0, place), [element, value], ...items.slice(place)])
      }
      case 'delete-element': {
        const { element } = operation
        return JSON.stringify(itemsOf(state).map((item) => (item[0] === element ? [element, null] : item)))
      }
    }
  },
  answer: (state, { f }) => (f === 'get' ? answerOf(state) : {}),
  isObserver: ({ f }) => f === 'get',
  isBlind: () => false,
  grows: () => false,
  within: () => true,
  describe: (state) => `"${answerOf(state).members.join('')}"`
}

function itemsOf(state: unknown): readonly Item[] {
  return JSON.parse(state as string) as Item[]
}

function indexOf(items: readonly Item[], element: string): number {
  return items.findIndex(([name]) => name === element)
}

function answerOf(state: unknown) {
  const visible = itemsOf(state).filter(([, value]) => value !== null)
  return { members: visible.map(([, value]) => value!), elements: visible.map(([name]) => name) }
}

/** A list that was never written reads as nothing. */
function answered({ members = [], elements = [] }: OperationResult): string {
  return JSON.stringify([members, elements])
}
