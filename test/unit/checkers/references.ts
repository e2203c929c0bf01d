/** The data types once more, as plainly as can be: what the sequential specifications of the checker are held against. */
import type { DataType } from '../../../src-shared/consistency'
import type { Operation, OperationResult } from '../../../src-shared/operations'

/** What a key holds: its value, the sum, or the members in the order in which they came. */
export type Plain = string | number | null | readonly string[]

export interface Applied {
  readonly state: Plain
  readonly result: OperationResult
}

export const INITIAL: Readonly<Record<DataType, Plain>> = {
  register: null,
  'cas-register': null,
  kv: null,
  counter: 0,
  set: [],
  list: [],
  queue: [],
  call: 0,
  consensus: null
}

/** What the operation does and answers. */
export function apply(type: DataType, state: Plain, operation: Operation): Applied {
  switch (type) {
    case 'counter':
      return applyToCounter(state as number, operation)
    case 'set':
      return applyToSet(state as readonly string[], operation)
    case 'list':
      return applyToList(state as readonly string[], operation)
    case 'queue':
      return applyToQueue(state as readonly string[], operation)
    case 'call':
      return applyToAccount(state as number, operation)
    default:
      return applyToValue(state as string | null, operation)
  }
}

function applyToValue(state: string | null, operation: Operation): Applied {
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
    case 'propose':
      return { state: state ?? operation.value, result: { value: state ?? operation.value } }
    default:
      return { state, result: { value: state } }
  }
}

function applyToCounter(state: number, operation: Operation): Applied {
  return operation.f === 'add'
    ? { state: state + Number(operation.value), result: {} }
    : { state, result: { value: String(state) } }
}

function applyToAccount(state: number, operation: Operation): Applied {
  return operation.f === 'pay' ? { state: state + operation.amount, result: {} } : { state, result: { value: String(state) } }
}

function applyToSet(state: readonly string[], operation: Operation): Applied {
  if (operation.f === 'get') return { state, result: { members: [...state].reverse() } }
  const others = state.filter((member) => !('value' in operation) || member !== operation.value)
  return { state: operation.f === 'add' ? [...others, operation.value] : others, result: {} }
}

/** Names of elements; those of deleted ones end in `!`. */
function applyToList(state: readonly string[], operation: Operation): Applied {
  if (operation.f === 'get') {
    const elements = state.filter((name) => !name.endsWith('!'))
    return { state, result: { members: elements.map((name) => name.toUpperCase()), elements } }
  }
  if (!('element' in operation)) return { state, result: {} }
  const { element } = operation
  if (operation.f === 'delete-element')
    return { state: state.map((name) => (name === element ? `${element}!` : name)), result: {} }
  const names = state.map((name) => name.replace('!', ''))
  const place = operation.after === null ? -1 : names.indexOf(operation.after)
  if (names.includes(element) || (place < 0 && operation.after !== null)) return { state, result: {} }
  const next = [...state]
  next.splice(place + 1, 0, element)
  return { state: next, result: {} }
}

function applyToQueue(state: readonly string[], operation: Operation): Applied {
  if (operation.f === 'enqueue') return { state: [...state, operation.value], result: {} }
  return { state: state.slice(1), result: { value: state[0] ?? null } }
}

/** Whether both answers say the same. */
export function sameResult(a: OperationResult, b: OperationResult): boolean {
  const plain = ({ value, swapped, members, elements, values }: OperationResult) =>
    JSON.stringify([value, swapped, elements ?? (members && [...members].sort()), values && Object.entries(values).sort()])
  return plain(a) === plain(b)
}
