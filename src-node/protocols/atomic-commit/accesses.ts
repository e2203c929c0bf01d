/** What the steps of a transaction need of the participants, and what they answer with it. */
import { applySteps } from '../../../src-shared/data-types/transaction/apply'
import type { StoredValue } from '../../../src-shared/data-types/transaction/apply'
import type { StepAnswer } from '../../../src-shared/data-types/operation'
import { fullName, nameIn } from '../../../src-shared/data-types/transaction/operations'
import type { Operation } from '../../../src-shared/operations'
import type { Values } from './answers'

export type Transaction = Extract<Operation, { readonly f: 'transaction' }>

/** Keys to read as they are before the transaction, and what each is afterwards, by their full names. */
export interface Accesses {
  readonly reads: readonly string[]
  readonly writes: Readonly<Record<string, string>>
}

/** The first step that needs more than a read or a write of its own; null: there is none. */
export function unsupportedStep({ steps }: Transaction): Transaction['steps'][number]['do'] | null {
  return steps.find((step) => step.do !== 'read' && step.do !== 'write')?.do ?? null
}

export function accessesOf({ key: database, steps }: Transaction): Accesses {
  const reads = new Set<string>()
  const writes = new Map<string, string>()
  for (const step of steps) {
    if (!('key' in step)) continue
    const key = fullName(database, step.key)
    if (step.do === 'write') writes.set(key, step.value)
    else if (!writes.has(key)) reads.add(key)
  }
  return { reads: [...reads], writes: Object.fromEntries(writes) }
}

export function answersWith({ steps }: Transaction, values: Values): readonly StepAnswer[] {
  const stored = Object.entries(values).flatMap(([key, value]): [string, StoredValue][] =>
    value === null ? [] : [[nameIn(key), value]]
  )
  return applySteps(new Map(stored), steps).answers
}
