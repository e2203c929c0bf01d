import { statusOf } from '../../../src-shared/folds/messages'
import type { MessageTrace } from '../../../src-shared/folds/messages'
import { milliseconds } from '../text/format'
import { arrivedAt, sentAt } from './flights'

/** How long it took, `0.21 ms`; empty: it has not arrived. */
export function tookText(message: MessageTrace): string {
  const arrived_us = arrivedAt(message)
  return arrived_us === null || message.sent_us === null ? '' : milliseconds(Math.max(0, arrived_us - sentAt(message)) / 1000)
}

/** What became of it, in a few words. */
export function fateText(message: MessageTrace): string {
  const status = statusOf(message)
  if (status === 'dropped') return `lost: ${message.dropped!.cause}`
  if (status === 'in flight') return 'under way, as far as is known'
  if (status === 'held') return 'held back by hand'
  const arrival = `${status === 'corrupted' ? 'arrived damaged' : 'arrived'} after ${tookText(message)}`
  return message.copies > 1 ? `${arrival}, ${message.copies} times` : arrival
}
