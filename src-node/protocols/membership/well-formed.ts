/** Whether a message is one that a correct member could have sent. */
import type { NodeId } from '../../../src-shared/ids'
import { STATUSES } from '../../../src-shared/protocols/membership/member'
import { fieldsOf, isCount, isListOf, isUndeclared } from '../kit/well-formed'
import type { MembershipMessage } from './messages'

/** `addresses`: those that there are, so that nobody makes a node send to one that there is not. */
export function isWellFormed(message: MembershipMessage, { addresses }: { readonly addresses: readonly NodeId[] }): boolean {
  const isNews = (value: unknown): boolean => {
    const { member, status, incarnation, by } = fieldsOf(value)
    return isAddress(member) && isAddress(by) && STATUSES.some((one) => one === status) && isCount(incarnation)
  }
  const isAddress = (value: unknown): boolean => addresses.some((address) => address === value)
  switch (message.type) {
    case 'ping':
    case 'ack':
    case 'nack':
      return isCount(message.sequence) && isListOf(message.news, isNews)
    case 'ping-request':
      return isCount(message.sequence) && isAddress(message.target) && isListOf(message.news, isNews)
    case 'sync':
    case 'sync-answer':
      return isListOf(message.members, isNews)
    case 'heartbeat':
      return isListOf(message.news, isNews)
    default:
      return isUndeclared(message)
  }
}
