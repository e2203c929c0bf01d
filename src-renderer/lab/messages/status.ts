import { statusOf } from '../../../src-shared/folds/messages'
import type { MessageTrace } from '../../../src-shared/folds/messages'
import { milliseconds } from '../text/format'
import { arrivedAt, sentAt } from './flights'

/** How long it took, `0.21 ms`; empty: it has not arrived. */
export function tookText(message: MessageTrace): string {
  const arrived_us = arrivedAt(message)
  return arrived_us === null || message.sent_us === null ? '' : milliseconds(Math.max(0, arrived_us - sentAt(message)) / 1000)
}

/** What became of it: `delivered`, `delivered 2 times`, `dropped: receiver gone`, `in flight`. */
export function statusText(message: MessageTrace): string {
  const status = statusOf(message)
  if (status === 'dropped') return `dropped: ${message.dropped!.cause.replaceAll('-', ' ')}`
  return message.copies > 1 ? `${status} ${message.copies} times` : status
}
