import { z } from 'zod'
import { shortValue } from '../../text/value-text'
import { describe } from '../operation'
import { transactionForm } from './elle'
import type { OperationDraw, OperationResult, StepAnswer } from '../operation'

const STEPS_MAX = 64
/** A client that thinks for longer has gone away. */
const WAIT_MS_MAX = 60_000

const key = z.string().regex(/^[^/]{1,64}$/, 'expected a name of 64 characters at most, without a /')
const step_key = key.describe('A key of the database.')
/** Where nobody says. */
export const DATABASE = 'db'

/** One step of a transaction; each sees what those before it did. */
const step = z.discriminatedUnion('do', [
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
export type Step = z.infer<typeof step>
export type StepKind = Step['do']

/** What a random load makes its transactions of. */
export const TRANSACTIONS_OF = ['registers', 'lists', 'transfers', 'bookings'] as const
/** Share of the steps on registers and lists that read. */
const READS = 0.5
/** Share of random transfers and bookings that read all accounts instead. */
const SCANS = 0.2
const AMOUNT_MAX = 10
/** Draws of a second account before a transfer is given up for a scan. */
const DRAWS_MAX = 8

/** Several steps that take effect as one, or not at all. */
export const transaction = describe({
  f: 'transaction',
  schema: z.strictObject({
    f: z.literal('transaction').describe('Reads and writes several keys as one.'),
    key: key
      .default(DATABASE)
      .describe('The database whose keys it is about; those of two databases are independent of each other.'),
    steps: z.array(step).min(1).max(STEPS_MAX).describe('What it does, one after the other.')
  }),
  is_write: true,
  keysOf: ({ key, steps }) => [...new Set(steps.flatMap((one) => ('key' in one ? [fullName(key, one.key)] : [])))],
  // Transactions join the keys of their database: none of them is independent of the others.
  partOf: ({ key }) => key,
  draw: drawTransaction,
  readAgain: (key) => ({ f: 'transaction', key: databaseOf(key), steps: [{ do: 'read', key: nameIn(key) }] }),
  text: ({ key, steps }) => `transaction ${key}: ${steps.map(stepText).join('; ')}`,
  resultText: ({ answers = [] }) => answersText(answers),
  jepsen: transactionForm
})

/** A key as it is called among those of all databases. */
export function fullName(database: string, one: string): string {
  return `${database}/${one}`
}

/** The database of a key that is named so. */
export function databaseOf(full_name: string): string {
  return full_name.slice(0, full_name.indexOf('/'))
}

/** The key as it is called in its database. */
export function nameIn(full_name: string): string {
  return full_name.slice(full_name.indexOf('/') + 1)
}

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

/** What its steps read, in their order; steps that read nothing are left out. */
export function answersText(answers: readonly StepAnswer[]): string {
  return answers
    .filter((answer) => answer !== null)
    .map(answerText)
    .join('; ')
}

function answerText(answer: NonNullable<StepAnswer>): string {
  if (typeof answer === 'string') return shortValue(answer)
  if (isList(answer)) return `[${answer.map(shortValue).join(', ')}]`
  return `{${Object.entries(answer)
    .map(([key, value]) => `${key}: ${answerText(value)}`)
    .join(', ')}}`
}

/** Whether a step read a list. */
export function isList(answer: StepAnswer): answer is readonly string[] {
  return Array.isArray(answer)
}

function drawTransaction(draw: OperationDraw): { f: 'transaction'; key: string; steps: Step[] } {
  const { transactions, random } = draw
  if (transactions.of === 'transfers') return { f: 'transaction', key: DATABASE, steps: drawTransfer(draw) }
  if (transactions.of === 'bookings') return { f: 'transaction', key: DATABASE, steps: drawBooking(draw) }
  const [least, most] = transactions.steps
  const count = least + Math.floor(random() * (most - least + 1))
  return { f: 'transaction', key: DATABASE, steps: Array.from({ length: count }, (_, at) => drawStep(draw, at)) }
}

/** Values are told apart by the step that writes them, too. */
function drawStep({ key: first, value, another, transactions, random }: OperationDraw, at: number): Step {
  const key = at === 0 ? first : another()
  if (random() < READS) return { do: 'read', key }
  return { do: transactions.of === 'lists' ? 'append' : 'write', key, value: at === 0 ? value : `${value}/${at}` }
}

/** Moves an amount from one account to another, or reads all of them. */
function drawTransfer({ key: from, another, random }: OperationDraw): Step[] {
  const by = 1 + Math.floor(random() * AMOUNT_MAX)
  const scan: Step = { do: 'scan', prefix: '' }
  if (random() < SCANS) return [scan]
  for (let drawn = 0; drawn < DRAWS_MAX; drawn++) {
    const to = another()
    if (to !== from)
      return [
        { do: 'add', key: from, by: -by },
        { do: 'add', key: to, by }
      ]
  }
  return [scan]
}

/** Takes a customer's payment, for a seat and a mail, as a saga does at three services; or reads all. What is there in part has a sum. */
function drawBooking({ key: customer, random }: OperationDraw): Step[] {
  if (random() < SCANS) return [{ do: 'scan', prefix: '' }]
  return [
    { do: 'add', key: `${customer}.account`, by: -2 },
    { do: 'add', key: `${customer}.seats`, by: 1 },
    { do: 'add', key: `${customer}.mails`, by: 1 }
  ]
}

/** What its steps answered; nothing before it has ended. */
export function answersOf(result: OperationResult | null): readonly StepAnswer[] {
  return result?.answers ?? []
}
