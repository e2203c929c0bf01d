import { recentMessages } from '../../src-shared/folds/messages'
import type { MessagesFold, MessageTrace } from '../../src-shared/folds/messages'

/** Newest first, from `until_us` back: at most `count` within `span_us`; `onlyTrouble`: those that never arrived whole. */
export function messagesUntil(
  fold: MessagesFold,
  until_us: number,
  span_us: number,
  onlyTrouble: boolean,
  count: number
): MessageTrace[] {
  const found: MessageTrace[] = []
  for (const message of recentMessages(fold, until_us - span_us)) {
    if (message.first_us > until_us || (onlyTrouble && !message.dropped && !message.corrupted)) continue
    found.push(message)
    if (found.length >= count) break
  }
  return found
}
