/** The naive twin: transactions one after the other, in every order. */
import type { StepAnswer } from '../../../../src-shared/data-types/operation'
import type { StoredValue } from '../../../../src-shared/data-types/transaction/apply'
import type { ShardStep } from '../../../../src-node/protocols/kit/transactions/steps'

export interface Ran {
  readonly steps: readonly ShardStep[]
  readonly answers: readonly StepAnswer[]
}

/** Whether some serial order gives all these answers and ends with these values. */
export function isSerializable(all: readonly Ran[], end: Readonly<Record<string, StoredValue>>): boolean {
  return ordersOf(all).some((order) => {
    const values = new Map<string, StoredValue>()
    const is_alike = order.every(({ steps, answers }) =>
      steps.every((step, i) => JSON.stringify(apply(values, step)) === JSON.stringify(answers[i]))
    )
    return is_alike && sorted(Object.fromEntries(values)) === sorted(end)
  })
}

export function apply(values: Map<string, StoredValue>, step: ShardStep): StepAnswer {
  switch (step.do) {
    case 'read':
      return values.get(step.key) ?? null
    case 'write':
      values.set(step.key, step.value)
      return null
    case 'append':
      values.set(step.key, [...((values.get(step.key) ?? []) as string[]), step.value])
      return null
    case 'add': {
      const sum = String(Number(values.get(step.key) ?? 0) + step.by)
      values.set(step.key, sum)
      return sum
    }
    case 'scan':
      return Object.fromEntries([...values].filter(([key]) => key.startsWith(step.prefix)).sort(([a], [b]) => (a < b ? -1 : 1)))
  }
}

function ordersOf<Item>(items: readonly Item[]): Item[][] {
  if (items.length === 0) return [[]]
  return items.flatMap((first, i) => ordersOf(items.filter((_, j) => j !== i)).map((rest) => [first, ...rest]))
}

function sorted(values: object): string {
  return JSON.stringify(Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1)))
}
