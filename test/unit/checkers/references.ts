/** The data types once more, as plainly as can be: what the sequential specifications of the checker are held against. */
import type { DataType } from '../../../src-shared/consistency'
import type { HistoryOperation, HistoryResult } from '../../../src-shared/operations'

/** What a key holds: its value, the sum, or the members in the order in which they came. */
export type Plain = string | number | null | readonly string[]

export interface Applied {
  readonly state: Plain
  readonly result: HistoryResult
}

export const INITIAL: Readonly<Record<DataType, Plain>> = {
  register: null,
  'cas-register': null,
  kv: null,
  counter: 0,
  set: [],
  queue: []
}

/** What the operation does and answers. */
export function apply(type: DataType, state: Plain, operation: HistoryOperation): Applied {
  switch (type) {
    case 'counter':
      return applyToCounter(state as number, operation)
    case 'set':
      return applyToSet(state as readonly string[], operation)
    case 'queue':
      return applyToQueue(state as readonly string[], operation)
    default:
      return applyToValue(state as string | null, operation)
  }
}

function applyToValue(state: string | null, operation: HistoryOperation): Applied {
  switch (operation.f) {
    case 'put':
      return { state: operation.value, result: {} }
    case 'append':
      return { state: `${state ?? ''}${operation.value}`, result: {} }
    case 'cas': {
      const swapped = state === operation.expected
      return { state: swapped ? operation.value : state, result: { swapped } }
    }
    case 'delete':
      return { state: null, result: {} }
    default:
      return { state, result: { value: state } }
  }
}

function applyToCounter(state: number, operation: HistoryOperation): Applied {
  return operation.f === 'add'
    ? { state: state + Number(operation.value), result: {} }
    : { state, result: { value: String(state) } }
}

function applyToSet(state: readonly string[], operation: HistoryOperation): Applied {
  if (operation.f === 'get') return { state, result: { members: [...state].reverse() } }
  const others = state.filter((member) => !('value' in operation) || member !== operation.value)
  return { state: operation.f === 'add' ? [...others, operation.value] : others, result: {} }
}

function applyToQueue(state: readonly string[], operation: HistoryOperation): Applied {
  if (operation.f === 'enqueue') return { state: [...state, operation.value], result: {} }
  return { state: state.slice(1), result: { value: state[0] ?? null } }
}

/** Whether both answers say the same. */
export function sameResult(a: HistoryResult, b: HistoryResult): boolean {
  const plain = ({ value, swapped, members }: HistoryResult) => JSON.stringify([value, swapped, members && [...members].sort()])
  return plain(a) === plain(b)
}
