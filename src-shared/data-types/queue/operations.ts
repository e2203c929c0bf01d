import { z } from 'zod'
import { shortValue } from '../../text/value-text'
import { describe } from '../operation'

export const enqueue = describe({
  f: 'enqueue',
  schema: z.strictObject({
    f: z.literal('enqueue').describe('Puts a value on a queue.'),
    key: z.string().describe('The key.'),
    value: z.string().describe('The value.')
  }),
  is_write: true,
  keysOf: ({ key }) => [key],
  text: ({ key, value }) => `enqueue ${key}: ${shortValue(value)}`,
  jepsen: {
    f: 'enqueue',
    value: ({ value }) => value,
    parse: (key, value) => (typeof value === 'string' ? { key, value } : null),
    needs: 'a value'
  }
})

export const dequeue = describe({
  f: 'dequeue',
  schema: z.strictObject({
    f: z.literal('dequeue').describe('Takes the oldest value off a queue.'),
    key: z.string().describe('The key.')
  }),
  is_write: true,
  keysOf: ({ key }) => [key],
  text: ({ key }) => `dequeue ${key}`,
  resultText: ({ value = null }) => shortValue(value),
  jepsen: { f: 'dequeue', value: () => null, parse: (key) => ({ key }) }
})
