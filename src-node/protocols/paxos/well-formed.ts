/** Which messages a correct peer could have sent. */
import { fieldsOf, isCount, isText, isUndeclared } from '../kit/well-formed'
import type { PaxosMessage } from './messages'

type IsNode = (name: string) => boolean

export function isWellFormed(message: PaxosMessage, isNode: IsNode): boolean {
  switch (message.type) {
    case 'prepare':
    case 'accepted':
      return isText(message.key) && isBallot(message.ballot, isNode)
    case 'promise':
      return isText(message.key) && isBallot(message.ballot, isNode) && isAccepted(message.accepted, isNode)
    case 'accept':
    case 'learned':
      return isText(message.key) && isBallot(message.ballot, isNode) && isText(message.value)
    case 'refuse':
      return isText(message.key) && isBallot(message.ballot, isNode) && isBallot(message.promised, isNode)
    case 'acknowledge':
      return isText(message.key)
    case 'alive':
      return true
    default:
      return isUndeclared(message)
  }
}

function isBallot(value: unknown, isNode: IsNode): boolean {
  const { n, node } = fieldsOf(value)
  return isCount(n) && n > 0 && isText(node) && isNode(node)
}

function isAccepted(value: unknown, isNode: IsNode): boolean {
  const { ballot, value: accepted } = fieldsOf(value)
  return value === null || (isBallot(ballot, isNode) && isText(accepted))
}
