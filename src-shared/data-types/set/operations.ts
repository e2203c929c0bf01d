import { z } from 'zod'
import { shortValue } from '../../text/value-text'
import { describe } from '../operation'
import type { OperationDraw } from '../operation'

/** Members that a random load adds and removes: so few that clients meet over them. */
const DRAWN_MEMBERS = 8

/** Puts a member into the set; a member twice is there once. */
export const add = describe({
  f: 'add',
  schema: z.strictObject({
    f: z.literal('add').describe('Adds a member to a set.'),
    key: z.string().describe('The key.'),
    value: z.string().describe('The value.')
  }),
  is_write: true,
  keysOf: ({ key }) => [key],
  draw: (from) => ({ f: 'add', key: from.key, value: drawnMember(from) }),
  text: ({ key, value }) => `add ${key}: ${shortValue(value)}`,
  jepsen: {
    f: 'add',
    value: ({ value }) => value,
    parse: (key, value) => (typeof value === 'string' ? { key, value } : null),
    needs: 'a value'
  }
})

/** Takes a member out of the set, if it is there. */
export const remove = describe({
  f: 'remove',
  schema: z.strictObject({
    f: z.literal('remove').describe('Takes a member out of a set.'),
    key: z.string().describe('The key.'),
    value: z.string().describe('The value.')
  }),
  is_write: true,
  keysOf: ({ key }) => [key],
  draw: (from) => ({ f: 'remove', key: from.key, value: drawnMember(from) }),
  text: ({ key, value }) => `remove ${key}: ${shortValue(value)}`,
  jepsen: {
    f: 'remove',
    value: ({ value }) => value,
    parse: (key, value) => (typeof value === 'string' ? { key, value } : null),
    needs: 'a value'
  }
})

function drawnMember({ random }: OperationDraw): string {
  return `item${1 + Math.floor(random() * DRAWN_MEMBERS)}`
}
