/** Which messages a correct peer could have sent. */
import { OUTCOMES } from '../../../src-shared/protocols/services/facts'
import { isTier } from '../../../src-shared/protocols/services/tiers'
import { isCount, isText, isUndeclared } from '../kit/well-formed'
import type { AnswerMessage, CallMessage, ServicesMessage } from './messages'

export function isWellFormed(message: ServicesMessage): boolean {
  switch (message.type) {
    case 'call':
      return isCall(message)
    case 'answer':
      return isAnswer(message)
    case 'resolve':
      return isTier(message.service)
    case 'address':
      return isTier(message.service) && isText(message.node)
    case 'bulk':
      return message.data instanceof Uint8Array
    default:
      return isUndeclared(message)
  }
}

function isCall(call: CallMessage): boolean {
  const { request, span, parent, caller, callee, account, amount, key, remaining_us, seal, body, currency } = call
  return (
    [request, span, parent, caller, callee, account].every(isText) &&
    isNullOr(isCount, amount) &&
    isNullOr(isText, key) &&
    isNullOr(isCount, remaining_us) &&
    isNullOr(isCount, seal) &&
    isNullOr((value) => value instanceof Uint8Array, body) &&
    (currency === undefined || isText(currency))
  )
}

function isAnswer({ span, outcome, value, reason }: AnswerMessage): boolean {
  return isText(span) && OUTCOMES.includes(outcome) && isNullOr(isText, value) && isNullOr(isText, reason)
}

function isNullOr(is: (value: unknown) => boolean, value: unknown): boolean {
  return value === null || is(value)
}
