/** Which steps, values and answers of transactions a correct peer could have sent. */
import { fieldsOf, isInteger, isListOf, isRecordOf, isText } from '../well-formed'

export function isStoredValue(value: unknown): boolean {
  return isText(value) || isListOf(value, isText)
}

export function isStepAnswer(value: unknown): boolean {
  return value === null || isStoredValue(value) || isRecordOf(value, isStoredValue)
}

export function isShardStep(value: unknown): boolean {
  const { do: what, key, value: written, by, prefix } = fieldsOf(value)
  switch (what) {
    case 'read':
      return isText(key)
    case 'write':
    case 'append':
      return isText(key) && isText(written)
    case 'add':
      return isText(key) && isInteger(by)
    case 'scan':
      return isText(prefix)
    default:
      return false
  }
}
