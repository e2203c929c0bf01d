/** Reads of several keys that are independent of each other: each is read at some moment of its own, so none of them is a snapshot. */
import { z } from 'zod'
import { shortValue } from '../../text/value-text'
import { PARTS_MAX, partSchema } from '../../wire/parts'
import { describe } from '../operation'
import type { JepsenValue, OperationDraw, OperationResult } from '../operation'

/** Keys that one operation may name. */
const KEYS_MAX = 1024
/** Rows that a line of text shows. */
const ROWS_SHOWN = 3

const key = z.string().describe('The key.')

/** Reads each of these keys. `key` is what they are gathered for, such as `k1` of `k1#0` and `k1#1`; it is not read itself. */
export const gather = describe({
  f: 'gather',
  schema: z.strictObject({
    f: z.literal('gather').describe('Reads several keys at once.'),
    key,
    keys: z.array(key).min(1).max(KEYS_MAX).describe('The keys.')
  }),
  is_write: false,
  keysOf: ({ keys }) => keys,
  readsKey: ({ keys }, key) => keys.includes(key),
  draw: drawGather,
  text: ({ key, keys }) => `gather ${key}: ${keys.length} ${keys.length === 1 ? 'key' : 'keys'}`,
  resultText: rowsText,
  jepsen: {
    f: 'gather',
    value: ({ keys }) => keys,
    answer: rowsOf,
    parse: (key, keys) => (isTexts(keys) && keys.length > 0 ? { key, keys: [...keys] } : null),
    parseAnswer: valuesOf,
    needs: 'a value [key …]'
  }
})

/** Reads every key there is from `key` on, before `to`; null: to the last. */
export const scan = describe({
  f: 'scan',
  schema: z
    .strictObject({
      f: z.literal('scan').describe('Reads the keys of a range.'),
      key: key.describe('The first key.'),
      to: key.nullable().describe('The first key beyond the range; null: to the end.'),
      parts: z
        .array(partSchema)
        .min(1)
        .max(PARTS_MAX)
        .optional()
        .describe('Of these alone one group is asked: a client divides the scan by its map.')
    })
    .refine(({ key, to }) => to === null || key < to, { message: 'expected a key that comes after the first one', path: ['to'] }),
  is_write: false,
  // Which they are is not known before.
  keysOf: () => [],
  readsKey: ({ key: first, to }, key) => key >= first && (to === null || key < to),
  draw: ({ key, keyAfter, scan_keys }) => ({ f: 'scan' as const, key, to: keyAfter(key, scan_keys) }),
  text: ({ key, to }) => (to === null ? `scan from ${key}` : `scan from ${key} to before ${to}`),
  resultText: rowsText,
  jepsen: {
    f: 'scan',
    value: ({ to }) => to,
    answer: rowsOf,
    parse: (key, to) => (to === null || (typeof to === 'string' && key < to) ? { key, to } : null),
    parseAnswer: valuesOf,
    needs: 'a value [first end]'
  }
})

function drawGather({ key, another, scan_keys }: OperationDraw) {
  const keys = new Set([key])
  for (let drawn = 1; drawn < scan_keys; drawn++) keys.add(another())
  return { f: 'gather' as const, key, keys: [...keys] }
}

function rowsText({ values = {} }: OperationResult): string {
  const rows = Object.entries(values).filter(([, value]) => value !== null)
  const shown = rows.slice(0, ROWS_SHOWN).map(([key, value]) => `${key} = ${shortValue(value)}`)
  const more = rows.length > ROWS_SHOWN ? [`${rows.length - ROWS_SHOWN} more`] : []
  return [...shown, ...more].join(', ') || 'nothing'
}

function rowsOf({ values = {} }: OperationResult): JepsenValue {
  return Object.entries(values).map(([key, value]) => [key, value])
}

function valuesOf(rows: JepsenValue): OperationResult | null {
  if (!isList(rows)) return null
  const isRow = (row: JepsenValue): row is [string, string | null] => isList(row) && row.length === 2 && isTexts(row.slice(0, 1))
  return rows.every(isRow) ? { values: Object.fromEntries(rows) } : null
}

function isTexts(value: JepsenValue): value is readonly string[] {
  return isList(value) && value.every((one) => typeof one === 'string')
}

function isList(value: JepsenValue): value is readonly JepsenValue[] {
  return Array.isArray(value)
}
