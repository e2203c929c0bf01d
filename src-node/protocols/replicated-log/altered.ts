import type { Altered } from '../kit/lying/with-liars'
import { NEVER_WRITTEN } from '../kit/lying/with-liars'
import { isCommand } from './command'
import type { Entry } from './entry'
import { makeEntry } from './entry'

/** The message with other values in its entries, of which each is a `word`; null: none of them writes a value. */
export function alteredEntries<Message extends { readonly entries: readonly Entry[] }>(
  message: Message,
  word: string
): Altered<Message> | null {
  const first = message.entries.find((entry) => altered(entry) !== entry)
  if (first === undefined) return null
  const { index: n } = first
  return { message: { ...message, entries: message.entries.map(altered) }, n, what: `another value as ${word} ${n}` }
}

/** What a liar has the client write in place of the value. */
function altered(entry: Entry): Entry {
  const { index, term, session, sequence, operation } = entry
  if (operation === null || isCommand(operation) || !('value' in operation)) return entry
  return makeEntry(index, term, session, sequence, { ...operation, value: NEVER_WRITTEN })
}
