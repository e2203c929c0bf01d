import { shortValue } from '../../../src-shared/text/value-text'

export { operationText, resultText } from '../../../src-shared/operations'

/** A value as the lists show it, or who wrote it where its value is not known. */
export function valueText(value: string | null, operation: string): string {
  return value === null ? `written by ${operation}` : shortValue(value)
}
