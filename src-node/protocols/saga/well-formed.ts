/** Which messages a correct peer could have sent. */
import { STEP_NAMES } from '../../../src-shared/protocols/saga/steps'
import { fieldsOf, isBoolean, isCount, isListOf, isText, isUndeclared } from '../kit/well-formed'
import type { Answer, Order, SagaMessage, Seen } from './messages'
import { HELD_STATES, HELPS } from './messages'

const OUTCOMES: readonly unknown[] = ['done', 'refused', 'undone', 'failed']
const FIGURES = ['charged', 'pending', 'refunded', 'seats', 'mails', 'apologies'] as const

export function isWellFormed(message: SagaMessage): boolean {
  switch (message.type) {
    case 'do':
      return isOrder(message) && isStep(message.step) && isHelp(message.help)
    case 'undo':
      return isOrder(message) && isStep(message.step) && isHelp(message.help) && isText(message.reason)
    case 'cancel':
      return isOrder(message) && isStep(message.step) && isText(message.reason)
    case 'ended':
      return isOrder(message) && isBoolean(message.complete) && isText(message.reason)
    case 'answer':
      return isAnswer(message)
    case 'got':
      return isText(message.event)
    case 'look':
      return isCount(message.number) && isText(message.customer)
    case 'seen':
      return isSeen(message)
    default:
      return isUndeclared(message)
  }
}

function isOrder({ saga, number, customer, seats, amount, oldest }: Order): boolean {
  return [saga, customer].every(isText) && [number, seats, amount, oldest].every(isCount)
}

function isStep(value: unknown): boolean {
  return (STEP_NAMES as readonly unknown[]).includes(value)
}

function isHelp(value: unknown): boolean {
  return value === null || (HELPS as readonly unknown[]).includes(value)
}

function isAnswer({ saga, step, outcome, reason }: Answer): boolean {
  return isText(saga) && isStep(step) && OUTCOMES.includes(outcome) && isText(reason)
}

function isSeen({ number, account, sagas, oldest }: Seen): boolean {
  const figures = fieldsOf(account)
  return isCount(number) && FIGURES.every((name) => isCount(figures[name])) && isListOf(sagas, isSeenSaga) && isCount(oldest)
}

function isSeenSaga(value: unknown): boolean {
  if (!Array.isArray(value) || value.length !== 3) return false
  const [saga, number, state] = value as unknown[]
  return isText(saga) && isCount(number) && (HELD_STATES as readonly unknown[]).includes(state)
}
