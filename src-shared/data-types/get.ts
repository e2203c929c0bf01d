import { z } from 'zod'
import { shortValue } from '../text/value-text'
import { describe } from './operation'
import type { OperationResult } from './operation'

/** Reads a key, whatever it holds; a missing one reads as null. */
export const get = describe({
  f: 'get',
  schema: z.strictObject({ f: z.literal('get').describe('Reads a key.'), key: z.string().describe('The key.') }),
  is_write: false,
  keysOf: ({ key }) => [key],
  draw: ({ key }) => ({ f: 'get', key }),
  learn: (_operation, { value = null, elements = [] }) => ({ seen_value: value, seen_elements: elements }),
  text: ({ key }) => `get ${key}`,
  resultText: readText,
  jepsen: { f: 'read', value: () => null, parse: (key) => ({ key }) }
})

function readText({ value = null, siblings, members }: OperationResult): string {
  if (members) return members.length === 0 ? 'empty' : members.map(shortValue).join(', ')
  return siblings?.length ? `${siblings.map(shortValue).join(' | ')} (siblings)` : shortValue(value)
}
