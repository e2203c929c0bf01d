/** The steps of a transaction. */
import { z } from 'zod'
import { shortValue } from '../../text/value-text'
import type { StepAnswer } from '../operation'
import { keyName } from './names'

/** A client that thinks for longer has gone away. */
const WAIT_MS_MAX = 60_000

const step_key = keyName.describe('A key of the database.')

/** One step of a transaction; each sees what those before it did. */
export const stepSchema = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('read').describe('Reads a key.'), key: step_key }),
  z.strictObject({
    do: z.literal('write').describe('Writes a value.'),
    key: step_key,
    value: z.string().describe('What is written.')
  }),
  z.strictObject({
    do: z.literal('append').describe('Adds an element to the end of a list.'),
    key: step_key,
    value: z.string().describe('The element.')
  }),
  z.strictObject({
    do: z.literal('add').describe('Adds a whole number to the one under the key; nothing there is 0.'),
    key: step_key,
    by: z.number().int().min(-1e9).max(1e9).describe('How much; negative: it is taken away.')
  }),
  z.strictObject({
    do: z.literal('scan').describe('Reads every key that begins so.'),
    prefix: z.string().max(128).describe('How the keys begin; empty: all keys.')
  }),
  z.strictObject({
    do: z.literal('wait').describe('The client thinks, so that others come between.'),
    for_ms: z.number().int().min(1).max(WAIT_MS_MAX).describe('For how long.')
  }),
  z.strictObject({ do: z.literal('abort').describe('The client gives the transaction up.') })
])
export type Step = z.infer<typeof stepSchema>

/** For people: `x = 1`. */
export function stepText(one: Step): string {
  switch (one.do) {
    case 'read':
      return `read ${one.key}`
    case 'write':
      return `${one.key} = ${shortValue(one.value)}`
    case 'append':
      return `append ${shortValue(one.value)} to ${one.key}`
    case 'add':
      return `${one.key} ${one.by < 0 ? '−' : '+'} ${Math.abs(one.by)}`
    case 'scan':
      return `read all of ${one.prefix}*`
    case 'wait':
      return `wait ${one.for_ms} ms`
    case 'abort':
      return 'abort'
  }
}

/** Whether a step read a list. */
export function isList(answer: StepAnswer): answer is readonly string[] {
  return Array.isArray(answer)
}
