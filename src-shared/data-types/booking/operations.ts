import { z } from 'zod'
import { describe } from '../operation'

/** Seats of one booking at most. */
const SEATS_MAX = 8

const key = z.string().describe('The customer.')

/** Books seats: they are charged, reserved, and confirmed by mail, at services of their own. */
export const book = describe({
  f: 'book',
  schema: z.strictObject({
    f: z.literal('book').describe('Books seats: charges the customer, reserves, and sends mail.'),
    key,
    seats: z.number().int().min(1).max(SEATS_MAX).default(1).describe('How many.')
  }),
  is_write: true,
  keysOf: ({ key }) => [key],
  draw: ({ key }) => ({ f: 'book', key, seats: 1 }),
  readAgain: (key) => ({ f: 'look', key }),
  text: ({ key, seats }) => `book ${seats} for ${key}`,
  jepsen: {
    f: 'book',
    value: ({ seats }) => seats,
    parse: (key, seats) => (typeof seats === 'number' ? { key, seats } : null),
    needs: 'a value'
  }
})

/** Calls off the customer's bookings that are under way. */
export const cancel = describe({
  f: 'cancel',
  schema: z.strictObject({
    f: z.literal('cancel').describe("Calls off the customer's bookings that are under way."),
    key
  }),
  is_write: true,
  keysOf: ({ key }) => [key],
  draw: ({ key }) => ({ f: 'cancel', key }),
  readAgain: (key) => ({ f: 'look', key }),
  text: ({ key }) => `cancel ${key}`,
  resultText: ({ value }) => value ?? '',
  jepsen: { f: 'cancel', value: () => null, answer: ({ value = null }) => value, parse: (key) => ({ key }) }
})

/** Reads what the services have of the customer now, whatever is under way. */
export const look = describe({
  f: 'look',
  schema: z.strictObject({ f: z.literal('look').describe('Reads what the services have of a customer.'), key }),
  is_write: false,
  keysOf: ({ key }) => [key],
  draw: ({ key }) => ({ f: 'look', key }),
  readAgain: (key) => ({ f: 'look', key }),
  text: ({ key }) => `look at ${key}`,
  resultText: ({ value }) => value ?? '',
  jepsen: { f: 'look', value: () => null, answer: ({ value = null }) => value, parse: (key) => ({ key }) }
})
