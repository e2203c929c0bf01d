import { withoutPadding } from '../../../src-shared/text/value-text'
import type { Operation, OperationResult } from '../../../src-shared/operations'

const VALUE_CHARACTERS_MAX = 24

/** `put k3 = a`, `cas k3: a → b`. */
export function operationText(operation: Operation): string {
  const { f, key } = operation
  switch (operation.f) {
    case 'put':
    case 'append':
      return `${f} ${key} ${operation.f === 'put' ? '=' : '+'} ${short(operation.value)}`
    case 'cas':
      return `${f} ${key}: ${short(operation.expected)} → ${short(operation.value)}`
    case 'increment':
      return `${f} ${key} by ${operation.by}`
    default:
      return `${f} ${key}`
  }
}

/** What an operation answered, in a word. */
export function resultText(operation: Operation, result: OperationResult | null): string {
  if (!result) return ''
  if (operation.f === 'get' && result.siblings?.length) return `${result.siblings.map(short).join(' | ')} (siblings)`
  if (operation.f === 'get') return short(result.value ?? null)
  if (operation.f === 'cas') return result.swapped ? 'swapped' : 'found another value'
  return ''
}

/** A value as the lists show it, or who wrote it where its value is not known. */
export function valueText(value: string | null, operation: string): string {
  return value === null ? `written by ${operation}` : short(value)
}

function short(padded: string | null): string {
  if (padded === null) return 'nothing'
  const value = withoutPadding(padded)
  return value.length > VALUE_CHARACTERS_MAX ? `${value.slice(0, VALUE_CHARACTERS_MAX)}…` : value
}
