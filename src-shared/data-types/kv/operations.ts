import { z } from 'zod'
import { shortValue } from '../../text/value-text'
import { describe } from '../operation'

const key = z.string().describe('The key.')

export const put = describe({
  f: 'put',
  schema: z.strictObject({ f: z.literal('put').describe('Writes a value.'), key, value: z.string().describe('The value.') }),
  is_write: true,
  keysOf: ({ key }) => [key],
  draw: ({ key, value }) => ({ f: 'put', key, value }),
  learn: ({ value }) => ({ seen_value: value }),
  text: ({ key, value }) => `put ${key} = ${shortValue(value)}`,
  jepsen: {
    f: 'write',
    value: ({ value }) => value,
    parse: (key, value) => (typeof value === 'string' ? { key, value } : null),
    needs: 'a value'
  }
})

export const append = describe({
  f: 'append',
  schema: z.strictObject({
    f: z.literal('append').describe('Adds text to the end of a value.'),
    key,
    value: z.string().describe('The value.')
  }),
  is_write: true,
  keysOf: ({ key }) => [key],
  draw: ({ key, value }) => ({ f: 'append', key, value: terminated(value) }),
  text: ({ key, value }) => `append ${key} + ${shortValue(value)}`,
  jepsen: {
    f: 'append',
    value: ({ value }) => value,
    parse: (key, value) => (typeof value === 'string' ? { key, value } : null),
    needs: 'a value'
  }
})

/** Appended values run together: a stop that no name contains keeps them apart. */
function terminated(value: string): string {
  return value.endsWith('.') ? value : `${value}.`
}

export const cas = describe({
  f: 'cas',
  schema: z.strictObject({
    f: z.literal('cas').describe('Writes a value if another one is found (compare and set).'),
    key,
    expected: z.string().nullable().describe('The value that must be found; null: none.'),
    value: z.string().describe('The value.')
  }),
  is_write: true,
  keysOf: ({ key }) => [key],
  draw: ({ key, seen_value, value }) => ({ f: 'cas', key, expected: seen_value, value }),
  learn: ({ value }, { swapped }) => (swapped ? { seen_value: value } : {}),
  text: ({ key, expected, value }) => `cas ${key}: ${shortValue(expected)} → ${shortValue(value)}`,
  resultText: ({ swapped }) => (swapped ? 'swapped' : 'found another value'),
  jepsen: {
    f: 'cas',
    value: ({ expected, value }) => [expected, value],
    parse: (key, pair) => {
      if (!Array.isArray(pair) || pair.length !== 2) return null
      const [expected, value] = pair as readonly unknown[]
      const is_text = (expected === null || typeof expected === 'string') && typeof value === 'string'
      return is_text ? { key, expected, value } : null
    },
    needs: 'a value [old new]'
  }
})

const delete_ = describe({
  f: 'delete',
  schema: z.strictObject({ f: z.literal('delete').describe('Removes a key.'), key }),
  is_write: true,
  keysOf: ({ key }) => [key],
  draw: ({ key }) => ({ f: 'delete', key }),
  learn: () => ({ seen_value: null, seen_elements: [] }),
  text: ({ key }) => `delete ${key}`,
  jepsen: { f: 'delete', value: () => null, parse: (key) => ({ key }) }
})
export { delete_ as delete }
