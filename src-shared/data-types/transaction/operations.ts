import { z } from 'zod'
import { shortValue } from '../../text/value-text'
import { describe } from '../operation'
import type { JepsenValue, OperationDraw } from '../operation'

/** A space, such as `k1`, or a key in it, such as `a`. */
const name = z.string().regex(/^[^/]{1,64}$/, 'expected a name of 64 characters at most, without a /')

/** What a random load calls the keys of each space. */
const NAMES = ['a', 'b', 'c', 'd'] as const
/** Share of a random load that writes nothing. */
const READ_ONLY = 0.2

/**
 * Reads some keys of a space and writes some, as a whole. `key` names the space: its keys are what a transaction joins, so that no two
 * of them are independent of each other, while those of two spaces are.
 */
export const transaction = describe({
  f: 'transaction',
  schema: z.strictObject({
    f: z.literal('transaction').describe('Reads and writes several keys as one.'),
    key: name.describe('The space of keys that it works in.'),
    reads: z.array(name).max(64).describe('Keys to read.'),
    writes: z.record(name, z.string()).describe('Values to write, by key.')
  }),
  is_write: true,
  keysOf: ({ key, reads, writes }) => namesOf({ reads, writes }).map((one) => fullName(key, one)),
  partOf: ({ key }) => key,
  draw: drawTransaction,
  readAgain: (key) => ({ f: 'transaction', key: spaceOf(key), reads: [nameIn(key)], writes: {} }),
  text: ({ key, reads, writes }) => {
    const written = Object.entries(writes).map(([one, value]) => `${one} = ${shortValue(value)}`)
    return `transaction ${key}: ${[...(reads.length > 0 ? [`read ${reads.join(', ')}`] : []), ...written].join('; ')}`
  },
  resultText: ({ values = {} }) =>
    Object.entries(values)
      .map(([one, value]) => `${one} = ${shortValue(value)}`)
      .join(', '),
  jepsen: {
    f: 'txn',
    value: ({ reads, writes }): JepsenValue => [
      ...reads.map((one) => ['r', one, null]),
      ...Object.entries(writes).map(([one, value]) => ['w', one, value])
    ]
  }
})

/** Each key of the space that the transaction touches, once. */
export function namesOf({ reads, writes }: { readonly reads: readonly string[]; readonly writes: object }): string[] {
  return [...new Set([...reads, ...Object.keys(writes)])]
}

/** A key as it is called among those of all spaces. */
export function fullName(space: string, one: string): string {
  return `${space}/${one}`
}

/** The space of a key that is named so. */
export function spaceOf(full_name: string): string {
  return full_name.slice(0, full_name.indexOf('/'))
}

/** The key as it is called in its space. */
export function nameIn(full_name: string): string {
  return full_name.slice(full_name.indexOf('/') + 1)
}

/** Reads two keys, and nearly always writes one of them or both. */
function drawTransaction({ key, value, random }: OperationDraw) {
  const first = Math.floor(random() * NAMES.length)
  const second = (first + 1 + Math.floor(random() * (NAMES.length - 1))) % NAMES.length
  const reads = [NAMES[first]!, NAMES[second]!]
  const share = random()
  const written = share < READ_ONLY ? [] : share < (1 + READ_ONLY) / 2 ? reads.slice(0, 1) : reads
  return { f: 'transaction' as const, key, reads, writes: Object.fromEntries(written.map((one) => [one, value])) }
}
