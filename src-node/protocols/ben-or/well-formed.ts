/** Whether a message is one that a correct node could have sent. */
import { fieldsOf, isCount, isUndeclared } from '../kit/well-formed'
import type { BenOrMessage } from './messages'

export function isWellFormed(message: BenOrMessage): boolean {
  switch (message.type) {
    case 'report':
      return isPlace(message) && isBit(message.bit)
    case 'proposal':
      return isPlace(message) && (message.bit === null || isBit(message.bit))
    case 'decided':
      return isNumber(message.instance) && isBit(message.bit)
    case 'repeat':
      return isPlace(message) && (message.phase === 'report' || message.phase === 'propose')
    default:
      return isUndeclared(message)
  }
}

function isPlace(message: unknown): boolean {
  const { instance, round } = fieldsOf(message)
  return isNumber(instance) && isNumber(round)
}

function isNumber(value: unknown): boolean {
  return isCount(value) && value > 0
}

function isBit(value: unknown): boolean {
  return value === 0 || value === 1
}
