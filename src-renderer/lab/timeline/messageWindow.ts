import { statusOf, recentMessages } from '../../../src-shared/folds/messages'
import type { MessagesFold, MessageTrace } from '../../../src-shared/folds/messages'

/** Which messages: all, those that never arrived whole, or those that are still on their way. */
export const MESSAGE_FILTERS = ['all', 'trouble', 'in flight'] as const
export type MessageFilter = (typeof MESSAGE_FILTERS)[number]

/** Newest first, from `until_us` back: at most `count` within `span_us`. */
export function messagesUntil(
  fold: MessagesFold,
  until_us: number,
  span_us: number,
  filter: MessageFilter,
  count: number
): MessageTrace[] {
  const found: MessageTrace[] = []
  for (const message of recentMessages(fold, until_us - span_us)) {
    if (message.first_us > until_us || !passes(message, filter)) continue
    found.push(message)
    if (found.length >= count) break
  }
  return found
}

function passes(message: MessageTrace, filter: MessageFilter): boolean {
  if (filter === 'trouble') return message.dropped !== null || message.corrupted || message.altered
  const status = statusOf(message)
  return filter === 'all' || status === 'in flight' || status === 'held'
}
