/** Which messages a correct peer could have sent. What groups say to each other is for the groups to check. */
import { isListOf } from '../kit/well-formed'
import { isPlacementMessage } from './placement/well-formed'
import { isMoveMessage } from './shards/messages'
import type { ShardedMessage } from './state'

export function isWellFormed(message: ShardedMessage): boolean {
  switch (message.type) {
    case 'groups':
      return isListOf(message.parts, Array.isArray)
    case 'report':
    case 'orders':
    case 'operate':
      return isPlacementMessage(message)
    default:
      return isMoveMessage(message)
  }
}
