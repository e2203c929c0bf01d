import { z } from 'zod'
import { shortValue } from '../../text/value-text'
import { describe } from '../operation'

/** Proposes a value, and learns which one was decided. */
export const propose = describe({
  f: 'propose',
  schema: z.strictObject({
    f: z.literal('propose').describe('Proposes a value for a key, and is answered with the value that was decided.'),
    key: z.string().describe('The key.'),
    value: z.string().describe('The value.')
  }),
  is_write: true,
  keysOf: ({ key }) => [key],
  draw: ({ key, value }) => ({ f: 'propose', key, value }),
  learn: (_operation, { value = null }) => ({ seen_value: value, seen_elements: [] }),
  text: ({ key, value }) => `propose ${shortValue(value)} for ${key}`,
  resultText: ({ value = null }) => `decided ${shortValue(value)}`,
  jepsen: {
    f: 'propose',
    value: ({ value }) => value,
    answered: ({ value }, { value: decided = null }) => [value, decided],
    parseAnswered: (_operation, pair) =>
      Array.isArray(pair) && pair.length === 2 && typeof pair[1] === 'string' ? { value: pair[1] } : null,
    parse: (key, value) => (typeof value === 'string' ? { key, value } : null),
    needs: 'a value'
  }
})
