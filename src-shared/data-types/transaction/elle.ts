/**
 * Transactions as Elle writes them: `[[:r k v] [:append k v] [:w k v]]`. Of ours besides: `[:add k by sum]` and `[:scan prefix [[k v] …]]`. What
 * is no part of a history is left out: pauses, and a client's own abort.
 */
import type { JepsenForm, JepsenValue, OperationResult, StepAnswer } from '../operation'
import { DATABASE, databaseOf, fullName, nameIn } from './names'
import { isList } from './steps'
import type { Step } from './steps'

/** As the schema has it. */
type Transaction = { f: 'transaction'; key: string; steps: Step[] }

export const transactionForm: JepsenForm<Transaction> = {
  f: 'txn',
  names_keys: true,
  value: (transaction) => written(transaction, []),
  answered: (transaction, { answers = [] }) => written(transaction, answers),
  parseAnswered: ({ steps }, value) => parseAnswers(steps, value),
  parse: (_, value) => parseTransaction(value),
  needs: 'steps such as [:r k nil], [:w k v] and [:append k v]'
}

function written({ key, steps }: Transaction, answers: readonly StepAnswer[]): JepsenValue {
  // Keys of other databases than the usual one by their full names.
  const name = (one: string) => (key === DATABASE ? one : fullName(key, one))
  return steps.flatMap((step, i): JepsenValue[] => {
    const answer = answers[i] ?? null
    switch (step.do) {
      case 'read':
        return [[{ keyword: 'r' }, name(step.key), plain(answer)]]
      case 'write':
        return [[{ keyword: 'w' }, name(step.key), step.value]]
      case 'append':
        return [[{ keyword: 'append' }, name(step.key), step.value]]
      case 'add':
        return [[{ keyword: 'add' }, name(step.key), step.by, plain(answer)]]
      case 'scan':
        return [[{ keyword: 'scan' }, name(step.prefix), plain(answer)]]
      default:
        return []
    }
  })
}

function plain(answer: StepAnswer): JepsenValue {
  if (answer === null || typeof answer === 'string' || isList(answer)) return answer
  return Object.entries(answer).map(([key, value]) => [key, value])
}

function parseTransaction(value: JepsenValue): Omit<Transaction, 'f'> | null {
  const steps = Array.isArray(value) ? value.map(parseStep) : []
  const known = steps.filter((step) => step !== null)
  const databases = new Set(known.map((step) => (nameOf(step).includes('/') ? databaseOf(nameOf(step)) : '')))
  if (known.length === 0 || known.length < steps.length || databases.size > 1) return null
  const [database] = databases as unknown as [string]
  return database === '' ? { key: DATABASE, steps: known } : { key: database, steps: known.map(withoutDatabase) }
}

function parseStep(value: JepsenValue): Step | null {
  const [kind, key, argument] = Array.isArray(value) ? (value as readonly JepsenValue[]) : []
  if (typeof kind !== 'string' || (typeof key !== 'string' && typeof key !== 'number')) return null
  const name = String(key)
  switch (kind.replace(/^:/, '')) {
    case 'r':
      return { do: 'read', key: name }
    case 'w':
      return typeof argument === 'string' ? { do: 'write', key: name, value: argument } : null
    case 'append':
      return typeof argument === 'string' ? { do: 'append', key: name, value: argument } : null
    case 'add':
      return Number.isSafeInteger(Number(argument ?? NaN)) ? { do: 'add', key: name, by: Number(argument) } : null
    case 'scan':
      return { do: 'scan', prefix: name }
    default:
      return null
  }
}

function nameOf(step: Step): string {
  return 'key' in step ? step.key : step.do === 'scan' ? step.prefix : ''
}

function withoutDatabase(step: Step): Step {
  if (step.do === 'scan') return { ...step, prefix: nameIn(step.prefix) }
  return 'key' in step ? { ...step, key: nameIn(step.key) } : step
}

function parseAnswers(steps: readonly Step[], value: JepsenValue): OperationResult | null {
  if (!Array.isArray(value) || value.length !== steps.length) return null
  const told = value as readonly JepsenValue[]
  const answers = steps.map((step, i) => {
    const one = told[i]
    return Array.isArray(one) ? parseAnswer(step, one as readonly JepsenValue[]) : undefined
  })
  return answers.every((answer) => answer !== undefined) ? { answers } : null
}

/** Undefined: it does not fit. */
function parseAnswer(step: Step, told: readonly JepsenValue[]): StepAnswer | undefined {
  const answer = told[step.do === 'add' ? 3 : 2] ?? null
  if (step.do === 'scan') return parseScan(answer)
  if (step.do !== 'read' && step.do !== 'add') return null
  return answer === null || typeof answer === 'string' ? answer : parseList(answer)
}

function parseScan(answer: JepsenValue): StepAnswer | undefined {
  if (!Array.isArray(answer)) return {}
  const entries = (answer as readonly JepsenValue[]).map((entry) => {
    const [key, value] = Array.isArray(entry) ? (entry as readonly JepsenValue[]) : []
    const found = typeof value === 'string' ? value : parseList(value ?? null)
    return typeof key === 'string' && found !== undefined ? ([key, found] as const) : undefined
  })
  return entries.every((entry) => entry !== undefined) ? Object.fromEntries(entries) : undefined
}

function parseList(value: JepsenValue): readonly string[] | undefined {
  if (!Array.isArray(value)) return undefined
  return (value as readonly JepsenValue[]).map((element) => (typeof element === 'string' ? element : 'nil'))
}
