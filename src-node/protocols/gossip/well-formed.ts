/** Whether a message is one that a correct site could have sent. */
import { fieldsOf, isBoolean, isCount, isInteger, isListOf, isText, isUndeclared } from '../kit/well-formed'
import type { GossipMessage } from './messages'

export function isWellFormed(message: GossipMessage): boolean {
  switch (message.type) {
    case 'connect':
    case 'accepted':
    case 'refused':
      return true
    case 'rumours':
      return isListOf(message.items, isItem) && isBoolean(message.pull)
    case 'feedback':
      return isListOf(message.marks, (mark) => isKeyStamp(mark) && isBoolean(fieldsOf(mark)['needed']))
    case 'summary':
      return isBoolean(message.push) && isBoolean(message.pull) && isCount(message.sum) && isListOf(message.recent, isItem)
    case 'differs':
      return isCount(message.sum) && isListOf(message.recent, isItem)
    case 'whole':
      return (message.items === null || isListOf(message.items, isItem)) && isBoolean(message.pull)
    case 'stamps':
      return isBoolean(message.push) && isBoolean(message.pull) && isListOf(message.stamps, isKeyStamp)
    case 'difference':
      return isListOf(message.items, isItem) && isListOf(message.wanted, isText)
    case 'items':
      return isListOf(message.items, isItem)
    default:
      return isUndeclared(message)
  }
}

function isItem(item: unknown): boolean {
  const { value, keepers, awakened_us } = fieldsOf(item)
  if (keepers !== undefined && !isListOf(keepers, isText)) return false
  if (awakened_us !== undefined && !isInteger(awakened_us)) return false
  return isKeyStamp(item) && (value === null || isText(value))
}

function isKeyStamp(item: unknown): boolean {
  const { key, at_us, site } = fieldsOf(item)
  return isText(key) && isInteger(at_us) && isText(site)
}
