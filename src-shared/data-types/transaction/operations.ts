import { z } from 'zod'
import { shortValue } from '../../text/value-text'
import { describe } from '../operation'
import { transactionForm } from './elle'
import { DATABASE, databaseOf, fullName, keyName, nameIn } from './names'
import { isList, stepSchema, stepText } from './steps'
import type { Step } from './steps'
import type { OperationDraw, StepAnswer } from '../operation'

const STEPS_MAX = 64
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
    key: keyName
      .default(DATABASE)
      .describe('The database whose keys it is about; those of two databases are independent of each other.'),
    steps: z.array(stepSchema).min(1).max(STEPS_MAX).describe('What it does, one after the other.')
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
