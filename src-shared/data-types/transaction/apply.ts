/** What the steps of a transaction do to the values that it meets. */
import type { StepAnswer } from '../operation'
import type { Step } from './steps'

/** Under a key: a register's value or a number, or a list's elements. */
export type StoredValue = string | readonly string[]

/** What a step reads, and what is under its key afterwards; undefined: it writes nothing. */
export interface Applied {
  readonly answer: StepAnswer
  readonly written: StoredValue | undefined
}

/** One step on one key whose value is `stored`; undefined: nothing. */
export function applyStep(step: Extract<Step, { readonly key: string }>, stored: StoredValue | undefined): Applied {
  switch (step.do) {
    case 'read':
      return { answer: stored ?? null, written: undefined }
    case 'write':
      return { answer: null, written: step.value }
    case 'append':
      return { answer: null, written: [...listOf(stored), step.value] }
    case 'add': {
      const sum = String(numberOf(stored) + step.by)
      return { answer: sum, written: sum }
    }
  }
}

/** All steps one after the other, alone. */
export function applySteps(
  values: ReadonlyMap<string, StoredValue>,
  steps: readonly Step[]
): { readonly values: Map<string, StoredValue>; readonly answers: readonly StepAnswer[] } {
  const after = new Map(values)
  const answers = steps.map((step): StepAnswer => {
    if (step.do === 'scan') return scanned(after, step.prefix)
    if (!('key' in step)) return null
    const { answer, written } = applyStep(step, after.get(step.key))
    if (written !== undefined) after.set(step.key, written)
    return answer
  })
  return { values: after, answers }
}

/** What a scan of these values reads, in the order of the keys. */
export function scanned(values: Iterable<readonly [string, StoredValue]>, prefix: string): Readonly<Record<string, StoredValue>> {
  const found = [...values].filter(([key]) => key.startsWith(prefix))
  return Object.fromEntries(found.sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** A register that is appended to becomes a list of its value. */
function listOf(stored: StoredValue | undefined): readonly string[] {
  if (stored === undefined) return []
  return typeof stored === 'string' ? [stored] : stored
}

/** What is no whole number counts as 0. */
function numberOf(stored: StoredValue | undefined): number {
  const number = typeof stored === 'string' ? Number(stored) : 0
  return Number.isSafeInteger(number) ? number : 0
}
