import { z } from 'zod'
import { describe } from '../operation'

/** An increment, or decrement, at most. */
const INCREMENT_MAX = 1_000_000

/** Counts: the key then reads as a whole number in decimal digits; a missing one counts from 0. */
export const increment = describe({
  f: 'increment',
  schema: z.strictObject({
    f: z.literal('increment').describe('Adds to a counter.'),
    key: z.string().describe('The key.'),
    by: z.number().int().min(-INCREMENT_MAX).max(INCREMENT_MAX).describe('How much; below 0 it takes away.')
  }),
  is_write: true,
  keysOf: ({ key }) => [key],
  draw: ({ key }) => ({ f: 'increment', key, by: 1 }),
  text: ({ key, by }) => `increment ${key} by ${by}`,
  jepsen: { f: 'add', value: ({ by }) => by }
})
