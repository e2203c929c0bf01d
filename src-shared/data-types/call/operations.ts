import { z } from 'zod'
import { describe } from '../operation'

/** A payment at most, in whole units. */
const AMOUNT_MAX = 1_000_000

const key = z.string().describe('The account.')

/** Asks the services for an account; the last of them answers what has been paid into it. */
export const call = describe({
  f: 'call',
  schema: z.strictObject({ f: z.literal('call').describe('Asks a chain of services for an account.'), key }),
  is_write: false,
  keysOf: ({ key }) => [key],
  draw: ({ key }) => ({ f: 'call', key }),
  readAgain: (key) => ({ f: 'call', key }),
  text: ({ key }) => `call ${key}`,
  resultText: ({ value }) => value ?? '',
  jepsen: { f: 'call', value: () => null, answer: ({ value = null }) => value, parse: (key) => ({ key }) }
})

/** Pays into an account: an effect at the last service. */
export const pay = describe({
  f: 'pay',
  schema: z.strictObject({
    f: z.literal('pay').describe('Pays into an account at the end of a chain of services.'),
    key,
    amount: z.number().int().min(1).max(AMOUNT_MAX).describe('How much, in whole units.')
  }),
  is_write: true,
  keysOf: ({ key }) => [key],
  draw: ({ key }) => ({ f: 'pay', key, amount: 1 }),
  readAgain: (key) => ({ f: 'call', key }),
  text: ({ key, amount }) => `pay ${amount} into ${key}`,
  jepsen: {
    f: 'pay',
    value: ({ amount }) => amount,
    parse: (key, amount) => (typeof amount === 'number' ? { key, amount } : null),
    needs: 'a value'
  }
})
