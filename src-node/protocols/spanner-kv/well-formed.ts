/** Which messages a correct peer could have sent. What groups say to each other is for the groups to check. */
import { isTimeAnswer, isTimeRequest } from '../kit/clock-sync/messages'
import { isListOf, isUndeclared } from '../kit/well-formed'
import type { SpannerMessage } from './messages'

export function isWellFormed(message: SpannerMessage): boolean {
  switch (message.type) {
    case 'groups':
      return isListOf(message.parts, Array.isArray)
    case 'time-request':
      return isTimeRequest(message)
    case 'time-answer':
      return isTimeAnswer(message)
    default:
      return isUndeclared(message)
  }
}
