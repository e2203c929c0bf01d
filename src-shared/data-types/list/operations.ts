import { z } from 'zod'
import { shortValue } from '../../text/value-text'
import { describe } from '../operation'
import type { OperationDraw } from '../operation'

const elementName = z.string().min(1).max(64)
const LETTERS = 'abcdefghijklmnopqrstuvwxyz'

/** Places a new element, under a name that its client chooses and nobody used before, right behind another; null: at the front. */
export const insertAfter = describe({
  f: 'insert-after',
  schema: z.strictObject({
    f: z.literal('insert-after').describe('Inserts an element into a list.'),
    key: z.string().describe('The key.'),
    after: elementName.nullable().describe('The element before it; null: it becomes the first.'),
    element: elementName.describe('The name of the element.'),
    value: z.string().describe('The value.')
  }),
  is_write: true,
  keysOf: ({ key }) => [key],
  draw: drawInsertion,
  text: ({ key, after, value }) => `insert ${key}: ${shortValue(value)} after ${after ?? 'nothing'}`,
  jepsen: {
    f: 'insert-after',
    value: ({ after, element, value }) => [after, element, value],
    parse: (key, parts) => {
      if (!Array.isArray(parts) || parts.length !== 3) return null
      const [after, element, value] = parts as readonly unknown[]
      const is_text = (after === null || typeof after === 'string') && typeof element === 'string' && typeof value === 'string'
      return is_text ? { key, after, element, value } : null
    },
    needs: 'a value [after element value]'
  }
})

/** Takes an element out. Others may still be placed behind it: it is where it was, unseen. */
export const deleteElement = describe({
  f: 'delete-element',
  schema: z.strictObject({
    f: z.literal('delete-element').describe('Takes an element out of a list.'),
    key: z.string().describe('The key.'),
    element: elementName.describe('The name of the element.')
  }),
  is_write: true,
  keysOf: ({ key }) => [key],
  // Where nothing is known to delete, something is inserted.
  draw: (from) => {
    const element = drawnElement(from)
    return element === undefined ? drawInsertion(from) : { f: 'delete-element', key: from.key, element }
  },
  text: ({ key, element }) => `delete ${key}: ${element}`,
  jepsen: {
    f: 'delete-element',
    value: ({ element }) => element,
    parse: (key, value) => (typeof value === 'string' ? { key, element: value } : null),
    needs: 'an element'
  }
})

/** A letter somewhere behind an element that was seen. */
function drawInsertion(from: OperationDraw) {
  const after = drawnElement(from) ?? null
  const value = LETTERS[Math.floor(from.random() * LETTERS.length)]!
  return { f: 'insert-after' as const, key: from.key, after, element: from.unique_name, value }
}

function drawnElement({ seen_elements, random }: OperationDraw): string | undefined {
  return seen_elements[Math.floor(random() * seen_elements.length)]
}
