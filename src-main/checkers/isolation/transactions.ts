/** The transactions of a history, as the isolation checker sees them. */
import { fullName } from '../../../src-shared/data-types/transaction/names'
import { isList } from '../../../src-shared/data-types/transaction/steps'
import type { Step } from '../../../src-shared/data-types/transaction/steps'
import type { StepAnswer } from '../../../src-shared/data-types/operation'
import type { OperationRef } from '../../../src-shared/ids'
import type { RecordedOperation } from '../../workload/history'

export interface Transaction {
  readonly client: string
  readonly op: number
  readonly steps: readonly Step[]
  /** One for each step; null unless it committed for certain. */
  readonly answers: readonly StepAnswer[] | null
  readonly outcome: RecordedOperation['outcome']
  readonly invoked_us: number
  readonly completed_us: number | null
}

/** Of the operations; null: one of them is no transaction. Keys of several databases are told apart by their full names. */
export function transactionsOf(history: readonly RecordedOperation[]): Transaction[] | null {
  const databases = new Set<string>()
  const transactions: Transaction[] = []
  for (const { client, op, operation, result, outcome, invoked_us, completed_us } of history) {
    if (operation.f !== 'transaction') return null
    const answers = result === null ? null : (result.answers ?? [])
    databases.add(operation.key)
    transactions.push({ client, op, steps: operation.steps, answers, outcome, invoked_us, completed_us })
  }
  return databases.size < 2 ? transactions : transactions.map((one, i) => withFullNames(one, history[i]!.operation.key))
}

function withFullNames(transaction: Transaction, database: string): Transaction {
  const { steps, answers } = transaction
  const scanned = (answer: StepAnswer): StepAnswer =>
    answer === null || typeof answer === 'string' || isList(answer)
      ? answer
      : Object.fromEntries(Object.entries(answer).map(([name, value]) => [fullName(database, name), value]))
  return {
    ...transaction,
    steps: steps.map((step): Step => {
      if (step.do === 'scan') return { ...step, prefix: fullName(database, step.prefix) }
      return 'key' in step ? { ...step, key: fullName(database, step.key) } : step
    }),
    answers: answers && answers.map(scanned)
  }
}

export function refOf({ client, op }: Transaction): OperationRef {
  return { client, op }
}
